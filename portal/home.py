"""The first page: what this is, one search box, and ways in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, render_template

from indexer import Index, Query, Results
from portal.current_index import current_index
from portal.questions import address
from portal.results import follow

blueprint = Blueprint("home", __name__)

#: Questions as councils ask them, shown as links under the search box.
QUESTIONS = (
    "We need to replace an old housing repairs system",
    "How do we find damp before tenants complain?",
    "What goes wrong when a council changes its finance system?",
)

#: How many case studies a row shows.
IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A few case studies that answer one question, and the way to all of them."""

    heading: str
    about: str
    results: Results
    href: str
    more: str


ROWS = (
    (
        "Strongest evidence",
        "Changes that were measured, those checked by others first.",
        "Case studies by strength of evidence",
        Query(sort="evidence"),
    ),
    (
        "Tried and stopped",
        "What did not work out, and why: these teach most.",
        "All that were stopped",
        Query(filters={"status": ("stopped",)}, sort="newest"),
    ),
    ("From abroad", "What other countries have done.", "All from abroad", Query(filters={"nation": ("abroad",)}, sort="newest")),
)


@blueprint.get("/")
def home() -> str:
    """The first page."""
    index = current_index()
    newest = index.search(Query(sort="newest", per_page=IN_A_ROW))
    return render_template(
        "home/home.html",
        newest=newest,
        themes=sorted(newest.counts.get("theme", ()), key=lambda count: count.name),
        rows=rows(index),
        questions=[(text, address(Query(text))) for text in QUESTIONS],
        vocabulary=index.vocabulary,
        follow=follow(newest.query),
    )


def rows(index: Index) -> tuple[Row, ...]:
    """The rows that show the library off; one with nothing in it is left out."""
    found = (
        Row(heading, about, index.search(replace(query, per_page=IN_A_ROW)), address(query), more) for heading, about, more, query in ROWS
    )
    return tuple(row for row in found if row.results.total)
