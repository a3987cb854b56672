"""What a page of results says, worked out from the results: pure functions, no requests and no HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from indexer import FILTERS, Count, Hit, Index, Query, Results, Sort
from portal.exports import MOST_ROWS
from portal.feeds import Form
from portal.questions import address, pairs, usual_sort, with_sort, with_text, without_filter, without_filters, without_value

#: The filters beside the results, in order. The others can stand in an address, and show as chips.
SHOWN = ("theme", "barrier", "nation", "region", "kind", "status", "evidence", "year", "provenance")

LABELS = {each.name: each.label for each in FILTERS}

#: Filters whose values have an order of their own, highest first.
ORDERED = ("evidence", "year")

#: Filters that stand open before anyone has chosen.
OPEN = ("theme", "nation", "evidence")

#: A filter with more values than this folds the rest away.
FIRST = 6

#: At most this many chosen values show as chips: each holds the address of all the others. Boxes beside the results show them all.
MOST_CHIPS = 30

#: So much of a question is said in the title of a feed: letters of its text, and chosen values.
MOST_TITLED, MOST_NAMED = 80, 6

#: At most this many filters are tried, to say what letting each go would give.
MOST_TRIED = 5

#: A feed holds at most this many entries.
MOST_FOLLOWED = 50

#: A reader who takes everything is given this many at a time.
AT_A_TIME = 100

#: Where a question's answers are to be had in other forms.
FEEDS: dict[Form, str] = {"atom": "/search.atom", "json": "/search.json"}
SPREADSHEET = "/search.csv"

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


def page_of(index: Index, results: Results) -> dict[str, object]:
    """All that the page of results shows, by the names its template knows."""
    query = results.query
    return {
        "results": results,
        "vocabulary": index.vocabulary,
        "says": says(results),
        "chips": chips(results),
        "chosen": len(chosen(results)),
        "groups": groups(results),
        "sorts": sorts(query),
        "instead": instead(results),
        "follow": follow(query),
        "most_rows": MOST_ROWS,
        "pagination": pagination(results),
        "advice": None if results.total else advice(index, results),
        "clear": address(without_filters(query)),
        "kept_by_text": pairs(query, without=("q",)),
        "kept_by_filters": pairs(query, without=SHOWN),
    }


def will_last(results: Results) -> bool:
    """Whether a question would get the same answer as long as the index is the same: it may get a better one when the model is loaded."""
    return not results.meaning_missing


def says(results: Results) -> str:
    """How many were found, and which page of them this is, as one sentence."""
    if not results.total:
        return "Nothing found"
    page = f", page {results.query.page} of {results.pages}" if results.pages > 1 else ""
    return f"{results.total:,} case {'study' if results.total == 1 else 'studies'}{page}"


def in_words(results: Results) -> str:
    """What was asked, for the title of a feed: “damp sensors”, Housing, England. A pasted email is cut."""
    text, names = results.query.text, [count.name for _, count in chosen(results)]
    if len(text) > MOST_TITLED:
        text = text[:MOST_TITLED].rstrip() + "…"
    if len(names) > MOST_NAMED:
        names[MOST_NAMED:] = [f"{len(names) - MOST_NAMED} more"]
    return ", ".join(([f"“{text}”"] if text else []) + names) or "all case studies"


@dataclass(frozen=True, slots=True)
class Instead:
    """Other words to ask with: those put right that look misspelt, and those that were asked with because nothing answered."""

    suggestion: Link | None
    corrected: Link | None


def instead(results: Results) -> Instead:
    """The same question in other words, with all else that was chosen kept."""
    suggestion, corrected = (
        Link(text, address(with_text(results.query, text))) if text else None for text in (results.suggestion, results.corrected)
    )
    return Instead(suggestion, corrected)


@dataclass(frozen=True, slots=True)
class Follow:
    """Where a question's answers are followed and taken away."""

    atom: str
    json: str
    csv: str


def follow(query: Query) -> Follow:
    """The addresses of a question's feeds, and of its spreadsheet, which keeps the order."""
    feeds = {form: address(as_asked(query), path=path) for form, path in FEEDS.items()}
    return Follow(feeds["atom"], feeds["json"], address(query, path=SPREADSHEET))


def followed(query: Query) -> Query:
    """What a feed of a question shows: its newest answers."""
    return replace(query, sort="newest", page=1, per_page=MOST_FOLLOWED, show="case studies")


def as_asked(query: Query) -> Query:
    """The question in its usual order, so that however it was sorted it has one feed."""
    return with_sort(query, usual_sort(query.text))


def every_hit(index: Index, query: Query, most: int) -> Iterator[Hit]:
    """Every case study that answers, in the order asked for, up to a bound, without reasons. The first few are looked up at once."""
    query = replace(query, page=1, per_page=AT_A_TIME, show="case studies")
    first = index.search(query)
    if first.meaning_missing:
        # The model may come in while the rest is looked up, and the rest must belong to the same list.
        query = replace(query, mode="words")
    return islice(_from(index, query, first), most)


def _from(index: Index, query: Query, first: Results) -> Iterator[Hit]:
    yield from first.hits
    for page in range(2, first.pages + 1):
        yield from index.search(replace(query, page=page)).hits


def chips(results: Results) -> tuple[Chip, ...]:
    """The chosen values, or the first of very many, each as a link that lets it go."""
    return tuple(
        Chip(LABELS[name], count.name, address(without_value(results.query, name, count.value)))
        for name, count in chosen(results)[:MOST_CHIPS]
    )


def chosen(results: Results) -> list[tuple[str, Count]]:
    """Every chosen value with the name of its filter, those first that stand beside the results."""
    names = sorted(results.query.filters, key=lambda name: (*SHOWN, *LABELS).index(name))
    return [(name, count) for name in names for count in results.counts.get(name, ()) if count.chosen]


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
