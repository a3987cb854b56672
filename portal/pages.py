"""Pages about the site itself, and the few that only machines read."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, url_for

from indexer import IndexMissing
from portal.current_index import current_index
from portal.templating import site_url

blueprint = Blueprint("pages", __name__)

#: When the accessibility statement was written, and when someone last went through it. The law asks for a look every year.
STATEMENT_PREPARED = date(2026, 11, 22)
STATEMENT_REVIEWED = date(2026, 11, 22)

#: How long a copy of security.txt may be believed. Far less than the year that the standard allows.
SECURITY_GOOD_FOR = timedelta(days=90)

#: Pages with an address of their own that search engines should know, besides those the index holds.
FIXED = (
    "home.home",
    "search.search",
    "collections.collections",
    "browse.all_councils",
    "browse.themes",
    "browse.barriers",
    "contribute.start",
    "pages.how_search_works",
    "pages.sources",
    "pages.accessibility",
    "pages.cookies",
    "pages.privacy",
)


#: How the addresses begin that search engines should leave alone.
UNWALKED = (
    "/search?", "/search.atom?", "/search.json?", "/search.csv", "/complete.json", "/contribute/new", "/contribute/draft",
    "/curate", "/sign-in", "/account",
)  # fmt: skip


@blueprint.get("/how-search-works")
def how_search_works() -> str:
    """How a question is answered, and what the grades mean."""
    return render_template("pages/how_search_works.html")


@blueprint.get("/sources")
def sources() -> str:
    """Whose facts and work the site is made from."""
    return render_template("pages/sources.html")


@blueprint.get("/accessibility")
def accessibility() -> str:
    """The accessibility statement that the law asks of public bodies' sites."""
    return render_template("pages/accessibility.html", prepared=STATEMENT_PREPARED, reviewed=STATEMENT_REVIEWED)


@blueprint.get("/cookies")
def cookies() -> str:
    """Every cookie there is, by name."""
    return render_template("pages/cookies.html", name=current_app.config["SESSION_COOKIE_NAME"])


@blueprint.get("/privacy")
def privacy() -> str:
    """What is known about a reader, which is next to nothing."""
    return render_template("pages/privacy.html")


@blueprint.get("/health")
def health() -> tuple[Response, int]:
    """Whether the site can answer questions, for whatever watches it."""
    try:
        built = current_index().built
    except IndexMissing as missing:
        return jsonify({"status": "no index", "says": str(missing)}), 503
    answer = {"status": "ok", "built": built.at, "generation": built.generation, "case_studies": built.case_studies}
    return jsonify(answer), 200


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Every page that has a permanent address, with the day that what it says last changed."""
    return _text(render_template("pages/sitemap.xml", entries=_entries()), "application/xml")


def _entries() -> list[tuple[str, date | None]]:
    index = current_index()
    lists = index.vocabulary
    studies = list(index.all())
    entries: list[tuple[str, date | None]] = [(url_for(endpoint), None) for endpoint in FIXED]
    entries += [(url_for("browse.case_study", slug=it.slug), it.last_changed) for it in studies]
    entries += [(url_for("browse.council", slug=slug), None) for slug in lists.councils]
    entries += [(url_for("browse.theme", slug=slug), None) for slug in lists.themes]
    entries += [(url_for("browse.barrier", slug=slug), None) for slug in lists.barriers]
    # What other features have of their own: they know the sitemap, and it does not know them.
    entries += [entry for entries_of in current_app.extensions.get("sitemap", ()) for entry in entries_of()]
    return [(site_url(path), changed) for path, changed in entries]


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Search engines may read every page, but not walk through every question there could be."""
    unwalked = "".join(f"Disallow: {path}\n" for path in UNWALKED)
    return _text(f"User-agent: *\n{unwalked}\nSitemap: {site_url(url_for('pages.sitemap'))}\n")


@blueprint.get("/.well-known/security.txt")
def security_txt() -> Response:
    """Where to report a weakness (RFC 9116). Not there when no mailbox is set, since it would lead nobody anywhere."""
    contact = current_app.config["CONTACT_EMAIL"] or abort(404)
    expires = datetime.combine(datetime.now(UTC).date() + SECURITY_GOOD_FOR, time(), UTC)
    fields: dict[str, Any] = {
        "Contact": f"mailto:{contact}",
        "Expires": expires.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Preferred-Languages": "en, cy",
        "Canonical": site_url(url_for("pages.security_txt")),
    }
    return _text("".join(f"{name}: {value}\n" for name, value in fields.items()))


def _text(text: str, mimetype: str = "text/plain") -> Response:
    return Response(text, content_type=f"{mimetype}; charset=utf-8")
