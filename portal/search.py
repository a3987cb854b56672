"""The search page: a question in the address, case studies that answer, each saying why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from indexer import FILTERS, Count, Index, Piece, Query, Results, Sort, Why
from portal.current_index import current_index
from portal.questions import address, pairs, query_from, with_sort, without_filter, without_filters, without_value

blueprint = Blueprint("search", __name__)

#: The filters beside the results, in order. The others can stand in an address, and show as chips.
SHOWN = ("theme", "barrier", "nation", "region", "kind", "status", "evidence", "year", "provenance")

LABELS = {each.name: each.label for each in FILTERS}

#: Filters whose values have an order of their own, highest first.
ORDERED = ("evidence", "year")

#: Filters that stand open before anyone has chosen.
OPEN = ("theme", "nation", "evidence")

#: A filter with more values than this folds the rest away.
FIRST = 6

#: At most this many filters are tried, to say what letting each go would give.
MOST_TRIED = 5

#: At most this many words found are named for each place.
MOST_WORDS = 6

SORTS: tuple[tuple[Sort, str], ...] = (("best", "Best match"), ("newest", "Newest"), ("evidence", "Strongest evidence"))


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen value, and where a reader goes who lets it go."""

    label: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Group:
    """One filter with its values: the first few, and the rest folded away."""

    name: str
    label: str
    first: tuple[Count, ...]
    rest: tuple[Count, ...]
    chosen: int
    open: bool


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere. Without an address, they say where the reader is."""

    name: str
    href: str | None
    number: int = 0


@blueprint.get("/search")
def search() -> str | Response:
    """The case studies that answer the question in the address."""
    index = current_index()
    results = index.search(query_from(request.args))
    query = results.query
    if query.page > results.pages:
        return redirect(address(query))
    return render_template(
        "search/search.html",
        results=results,
        vocabulary=index.vocabulary,
        chips=chips(results),
        groups=groups(results),
        sorts=sorts(query),
        pagination=pagination(results),
        advice=advice(index, results) if not results.total else None,
        clear=address(without_filters(query)),
        kept_by_text=pairs(query, without=("q",)),
        kept_by_filters=pairs(query, without=SHOWN),
    )


def chips(results: Results) -> tuple[Chip, ...]:
    """Every chosen value as a link that lets it go."""
    query = results.query
    return tuple(
        Chip(LABELS[name], count.name, address(without_value(query, name, count.value)))
        for name in sorted(query.filters, key=lambda name: (*SHOWN, *LABELS).index(name))
        for count in results.counts.get(name, ())
        if count.chosen
    )


def groups(results: Results) -> tuple[Group, ...]:
    """The filters beside the results. One with nothing to choose between is left out."""
    found = (_group(name, results.counts.get(name, ())) for name in SHOWN)
    return tuple(group for group in found if group.first)


def _group(name: str, counts: Sequence[Count]) -> Group:
    if name in ORDERED:
        counts = sorted(counts, key=lambda count: count.value, reverse=True)
    first = FIRST if len(counts) > FIRST + 1 else len(counts)
    chosen = sum(count.chosen for count in counts)
    return Group(name, LABELS[name], tuple(counts[:first]), tuple(counts[first:]), chosen, bool(chosen) or name in OPEN)


def sorts(query: Query) -> tuple[Link, ...]:
    """The orders there are; the one in use has no address. Without words there is no best match."""
    return tuple(
        Link(name, None if sort == query.sort else address(with_sort(query, sort))) for sort, name in SORTS if query.text or sort != "best"
    )


def pagination(results: Results) -> dict[str, object] | None:
    """What GOV.UK Frontend's pagination needs; nothing where there is one page."""
    page, pages, query = results.query.page, results.pages, results.query
    if pages == 1:
        return None
    near = sorted({1, page - 1, page, page + 1, pages} & set(range(1, pages + 1)))
    items: list[dict[str, object]] = []
    for before, number in zip([0, *near], near, strict=False):
        if number - before == 2:
            items.append({"number": before + 1, "href": address(query, before + 1)})
        elif number - before > 2:
            items.append({"ellipsis": True})
        items.append({"number": number, "href": address(query, number), "current": number == page})
    found: dict[str, object] = {"items": items, "landmarkLabel": "Pages of results"}
    if page > 1:
        found["previous"] = {"href": address(query, page - 1)}
    if page < pages:
        found["next"] = {"href": address(query, page + 1)}
    return found


@dataclass(frozen=True, slots=True)
class Advice:
    """What to try when nothing was found: fewer words, or these filters let go, with how many each would give."""

    fewer_words: bool
    without: tuple[Link, ...]


def advice(index: Index, results: Results) -> Advice:
    """What a reader who found nothing could try next."""
    query = results.query
    tried = [(f"remove the filter {LABELS[name]}: {_chosen(results, name)}", without_filter(query, name)) for name in query.filters]
    tried = tried[:MOST_TRIED]
    if len(query.filters) > 1:
        tried.append(("remove all filters", without_filters(query)))
    counted = [Link(name, address(other), _total(index, other)) for name, other in tried]
    return Advice(" " in query.text, tuple(link for link in counted if link.number))


def _chosen(results: Results, name: str) -> str:
    """The chosen values of a filter in words: “Wales or Scotland”."""
    return " or ".join(count.name for count in results.counts.get(name, ()) if count.chosen)


def _total(index: Index, query: Query) -> int:
    return index.search(replace(query, page=1, per_page=1)).total


@blueprint.app_template_test("shown_already")
def shown_already(snippet: Sequence[Piece], summary: str) -> bool:
    """Whether a snippet says what the summary above it says."""
    return "".join(piece.text for piece in snippet).strip(" …") in summary


@blueprint.app_template_filter("found_words")
def found_words(why: Why) -> str:
    """Which of the reader's words were found, and where: “housing” and “repairs” in the title, “old” in the text."""
    places = ((why.words_in_title, "in the title"), (why.words_elsewhere, "in the text"))
    return ", ".join(f"{_listed(words)} {place}" for words, place in places if words)


def _listed(words: Sequence[str]) -> str:
    """Words in quotation marks, as a list in a sentence."""
    named = [f"“{word}”" for word in words[:MOST_WORDS]]
    if len(words) > MOST_WORDS:
        named.append(f"{len(words) - MOST_WORDS} more")
    return " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))
