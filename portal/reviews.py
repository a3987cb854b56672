"""What is due for a review: a page, an Atom feed and a JSON Feed, of all councils or of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from indexer import Council, Index, Partner
from portal import feeds
from portal.current_index import current_index
from portal.templating import day, site_url

blueprint = Blueprint("reviews", __name__)

#: How long before its day a review is announced.
NOTICE = timedelta(days=90)

#: At most this many on the page, and in a feed.
MOST_SHOWN, MOST_FOLLOWED = 200, 100


@dataclass(frozen=True, slots=True)
class Due:
    """Something that somebody should read again by a day. `permanent` names it in feeds; `bodies` are slugs."""

    title: str
    address: str
    permanent: str
    by: date
    bodies: tuple[str, ...]
    published: date


@blueprint.get("/reviews")
def reviews() -> str:
    """What is overdue, and what is due soon."""
    council, found, today = _asked()
    lists = current_index().vocabulary
    return render_template(
        "reviews/reviews.html",
        council=council,
        overdue=[each for each in found if each.by < today],
        soon=[each for each in found if each.by >= today],
        most=MOST_SHOWN,
        notice=NOTICE.days,
        bodies={**lists.partners, **lists.councils},
        councils=lists.councils,
    )


@blueprint.get("/reviews.atom")
def atom() -> Response:
    """What is due, newest first, as an Atom feed."""
    return _feed("atom")


@blueprint.get("/reviews.json")
def json_feed() -> Response:
    """The same as a JSON Feed."""
    return _feed("json")


def due(index: Index, today: date, council: str = "") -> list[Due]:
    """Every case study and adoption whose review is overdue or near, the longest overdue first."""
    found = (each for each in _all(index) if each.by <= today + NOTICE and (not council or council in each.bodies))
    return sorted(found, key=lambda each: (each.by, each.permanent))


def _all(index: Index) -> Iterator[Due]:
    for it in index.all():
        address = url_for("browse.case_study", slug=it.slug)
        yield Due(it.title, address, f"{address}#review", it.review_by, it.councils or it.partners, it.published)
    for adoption in index.adoptions:
        copied = index.get(adoption.copies)
        address = url_for("browse.council", slug=adoption.council)
        title = f"Copying “{copied.title if copied else adoption.copies}”"
        yield Due(title, address, f"{address}#review-{adoption.slug}", adoption.review_by, (adoption.council,), adoption.published)


def _asked() -> tuple[Council | None, list[Due], date]:
    """The council that was asked for, if any, what is due, and the day."""
    index, slug, today = current_index(), request.args.get("council", ""), datetime.now(UTC).date()
    council = index.vocabulary.councils.get(slug) or abort(404) if slug else None
    return council, due(index, today, slug), today


def _feed(form: feeds.Form) -> Response:
    council, found, today = _asked()
    lists = current_index().vocabulary
    newest = sorted(found, key=lambda each: (_announced(each), each.permanent), reverse=True)[:MOST_FOLLOWED]
    chosen: dict[str, Any] = {"council": council.slug} if council else {}
    feed = feeds.Feed(
        title=f"Copybook: reviews due{f' at {council.name}' if council else ''}",
        about="What should be read again, and brought up to date or taken down.",
        page=site_url(url_for("reviews.reviews", **chosen)),
        address=site_url(url_for("reviews.atom" if form == "atom" else "reviews.json_feed", **chosen)),
        entries=tuple(_entry(each, {**lists.partners, **lists.councils}) for each in newest),
    )
    built = datetime.fromisoformat(current_index().built.at)
    return feeds.answer(feed, form, max(built, datetime.combine(today, time(), UTC)))


def _announced(each: Due) -> date:
    """The day on which it came into the list: it never changes until the review is done."""
    return max(each.published, each.by - NOTICE)


def _entry(each: Due, bodies: dict[str, Council | Partner]) -> feeds.Entry:
    return feeds.Entry(
        id=site_url(f"{each.permanent}-{each.by.isoformat()}"),
        address=site_url(each.address),
        title=f"Review by {day(each.by)}: {each.title}",
        summary=f"See whether it is still true, change what is not, and set a new `review_by`. The day for it is {day(each.by)}.",
        published=_announced(each),
        changed=_announced(each),
        author=", ".join(bodies[slug].name if slug in bodies else slug for slug in each.bodies) or "Copybook",
    )
