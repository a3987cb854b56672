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
    "/cookies",
    "/councils",
    "/councils/<slug>",
    "/health",
    "/how-search-works",
    "/privacy",
    "/robots.txt",
    "/search",
    "/search.atom",
    "/search.csv",
    "/search.json",
    "/sitemap.xml",
    "/sources",
    "/static/<path:filename>",
    "/themes",
    "/themes/<slug>",
]


def test_the_addresses_are_those_recorded(app: Flask) -> None:
    assert sorted(rule.rule for rule in app.url_map.iter_rules()) == sorted(ROUTES)
