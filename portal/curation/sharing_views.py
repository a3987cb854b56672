"""How others follow and show a collection: feeds, a page for a frame on their own site, and oEmbed, by which their site finds that page."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from urllib.parse import unquote, urlsplit

from flask import Response, abort, jsonify, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import casestudies, feeds, security
from portal.curation import shown, store
from portal.curation.models import Collection, CollectionVersion
from portal.curation.public import TAKING, blueprint, of_body, opened_public
from portal.curation.reading_views import snippet
from portal.current_index import current_index
from portal.extensions import db
from portal.markdown import render_comment
from portal.templating import site_url

#: The frame in pixels, where whoever asks sets no bounds.
WIDTH, HEIGHT = 640, 600

#: How long another site may keep what it was told, in seconds.
KEEP_FOR = 300


@blueprint.get("/feed.atom")
@TAKING
def all_atom() -> AnyResponse:
    """Every published collection, or those of one body, the last published first, as an Atom feed."""
    return _feed_of_all("atom")


@blueprint.get("/feed.json")
@TAKING
def all_json() -> AnyResponse:
    """The same as a JSON Feed."""
    return _feed_of_all("json")


@blueprint.get("/<slug>/feed.atom")
@TAKING
def atom(slug: str) -> AnyResponse:
    """What is in a collection, the last added first, as an Atom feed."""
    return _feed(slug, "atom")


@blueprint.get("/<slug>/feed.json")
@TAKING
def json_feed(slug: str) -> AnyResponse:
    """The same as a JSON Feed."""
    return _feed(slug, "json")


@blueprint.get("/<slug>/embed")
def embed(slug: str) -> Response:
    """The collection on a plain page without scripts, which any site may show in a frame."""
    found, version = opened_public(slug)
    sections = shown.everything(version.contents, current_index())
    page = render_template("collections/embed.html", collection=found, version=version, contents=version.contents, sections=sections)
    answer = make_response(page)
    answer.cache_control.public, answer.cache_control.max_age = True, KEEP_FOR
    return security.let_be_framed(answer)


@blueprint.get("/oembed.json")
@TAKING
def oembed() -> Response:
    """What to put into a page that names a collection's address (oembed.com)."""
    if request.args.get("format", "json") != "json":
        abort(501)
    found, version = opened_public(_slug_of(request.args.get("url", "")))
    width, height = _bound("maxwidth", WIDTH), _bound("maxheight", HEIGHT)
    title = version.contents.title
    told = {"version": "1.0", "type": "rich", "title": title, "width": width, "height": height, "cache_age": KEEP_FOR}
    told |= {"provider_name": "Copybook", "provider_url": site_url("/"), "author_name": ", ".join(it.name for it in found.bodies)}
    return jsonify(told | {"html": str(snippet(found.slug, title, width, height))})


def _slug_of(address: str) -> str:
    """The slug of a collection's address on this site. Any other address is not here."""
    try:
        parts, here = urlsplit(address.strip()), urlsplit(site_url())
    except ValueError:
        abort(404)
    before = url_for("collections.collections") + "/"
    if (parts.scheme not in ("http", "https")) or parts.netloc.lower() != here.netloc.lower() or not parts.path.startswith(before):
        abort(404)
    slug = unquote(parts.path.removeprefix(before)).removesuffix("/embed").rstrip("/")
    found = store.collection_named(db.session(), slug) if len(slug) <= 120 and "\0" not in slug else None
    return found.slug if found else abort(404)


def _bound(name: str, most: int) -> int:
    """A size within what was asked for, and never more than ours."""
    asked = request.args.get(name, "")
    return min(most, max(1, int(asked))) if asked.isascii() and asked.isdigit() and len(asked) < 9 else most


def _feed_of_all(form: feeds.Form) -> AnyResponse:
    slug = request.args.get("body")
    rows, body = of_body(store.published(db.session()), slug or "")
    first = store.first_published(db.session())
    feed = feeds.Feed(
        title=f"Copybook: {f'collections by {body}' if body else 'collections'}",
        about="Case studies put together by people who know a field, each with the reason why it is there.",
        page=site_url(url_for("collections.collections", body=slug or None)),
        address=site_url(url_for(f"collections.all_{form}", body=slug or None)),
        entries=[_entry_of(it, version, first[it.id].date()) for it, version in rows],
    )
    newest = max((it.published.replace(tzinfo=UTC) for it, _ in rows if it.published), default=datetime.fromtimestamp(0, UTC))
    return feeds.answer(feed, form, newest)


def _entry_of(collection: Collection, version: CollectionVersion, first: date) -> feeds.Entry:
    """A collection, which is told of again when a new edition comes. Renamed, it keeps its id."""
    contents, themes = version.contents, current_index().vocabulary.themes
    return feeds.Entry(
        id=f"{site_url('/collections/')}{collection.id}",
        address=site_url(url_for("collections.collection", slug=collection.slug)),
        title=contents.title,
        summary=" ".join(filter(None, (contents.introduction, version.note and f"What is new: {version.note}"))),
        published=first,
        changed=(version.published or version.made).date(),
        author=", ".join(it.name for it in collection.bodies),
        themes=tuple(it.name for it in casestudies.named([contents.theme], themes)),
    )


def _feed(slug: str, form: feeds.Form) -> AnyResponse:
    found, version = opened_public(slug)
    contents = version.contents
    feed = feeds.Feed(
        title=f"Copybook: {contents.title}",
        about=contents.introduction or f"Case studies put together by {', '.join(it.name for it in found.bodies)}.",
        page=site_url(url_for("collections.collection", slug=slug)),
        address=site_url(url_for(f"collections.{'atom' if form == 'atom' else 'json_feed'}", slug=slug)),
        entries=sorted(_entries(found, version), key=lambda it: (it.published, it.changed), reverse=True),
    )
    built = datetime.fromisoformat(current_index().built.at)
    return feeds.answer(feed, form, max(built, (version.published or version.made).replace(tzinfo=UTC)))


def _entries(collection: Collection, version: CollectionVersion) -> list[feeds.Entry]:
    """Each case study, from the day readers first found it here; and the edition, where its curators say what is new in it."""
    index = current_index()
    since = store.published_since(db.session(), collection)
    page = site_url(url_for("collections.collection", slug=collection.slug))
    author = ", ".join(it.name for it in collection.bodies)
    entries = []
    for it in (it for section in shown.everything(version.contents, index) for it in section.items):
        assert it.case_study
        plain = feeds.entry(it.case_study, index.vocabulary)
        added = since.get(it.item.slug, datetime.combine(plain.published, time())).date()
        entries.append(
            feeds.Entry(
                id=f"{site_url('/collections/')}{collection.id}#{plain.id.rpartition('/')[2]}",
                address=plain.address,
                title=plain.title,
                summary=" ".join(filter(None, (render_comment(it.item.comment).striptags(), plain.summary))),
                published=added,
                changed=max(added, plain.changed),
                author=author,
                themes=plain.themes,
                language=plain.language,
            )
        )
    if version.note and version.published:
        entries.append(
            feeds.Entry(
                id=f"{site_url('/collections/')}{collection.id}#edition-{version.number}",
                address=page,
                title=f"New edition of “{version.contents.title}”",
                summary=version.note,
                published=version.published.date(),
                changed=version.published.date(),
                author=author,
            )
        )
    return entries
