"""The recorded list of addresses. One that goes away breaks somebody's link: change this list on purpose."""

from __future__ import annotations

from flask import Flask

ROUTES = [
    "/",
    "/.well-known/security.txt",
    "/accessibility",
    "/barriers",
    "/barriers/<slug>",
    "/case-studies/<slug>",
    "/complete.json",
    "/contribute",
    "/contribute/check",
    "/contribute/check",
    "/contribute/confirm",
    "/contribute/confirm",
    "/contribute/draft",
    "/contribute/draft/<name>",
    "/contribute/draft/<name>",
    "/contribute/draft/check",
    "/contribute/draft/delete",
    "/contribute/draft/delete",
    "/contribute/draft/file",
    "/contribute/draft/preview",
    "/contribute/draft/send",
    "/contribute/draft/send",
    "/contribute/draft/word",
    "/contribute/draft/word/picture/<int:number>",
    "/contribute/draft/word/pictures",
    "/contribute/new",
    "/contribute/new",
    "/contribute/word",
    "/contribute/word",
    "/contribute/word/template",
    "/cookies",
    "/councils",
    "/councils/<slug>",
    "/health",
    "/hooks/push",
    "/how-search-works",
    "/privacy",
    "/reviews",
    "/reviews.atom",
    "/reviews.json",
    "/robots.txt",
    "/search",
    "/search.atom",
    "/search.csv",
    "/search.json",
    "/sitemap.xml",
    "/sources",
    "/static/<path:filename>",
    "/status",
    "/status.json",
    "/themes",
    "/themes/<slug>",
]


def test_the_addresses_are_those_recorded(app: Flask) -> None:
    assert sorted(rule.rule for rule in app.url_map.iter_rules()) == sorted(ROUTES)
