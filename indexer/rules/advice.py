"""What would make a case study better, and never blocks it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.draft import Draft, is_empty
from indexer.kinds import one_line, read_value
from indexer.rules.contents import day
from indexer.rules.rule import rule, shown, swap
from indexer.values import Flaw, Scalar


@rule(
    "CB-601",
    why="Services, costs and people change; a reader plans with what stands here.",
    fix="Check that it is still true, then give it a later day.",
    severity="advice",
)
def review(draft: Draft) -> Iterator[Flaw]:
    """`review_by` must not be in the past for long."""
    due = day(draft, "review_by")
    if due and due < draft.today:
        (place,) = draft.given("review_by")
        fix = "Check that it is still true, then give `review_by` a day in the next year."
        yield Flaw(place.line, place.column, f"The case study must be checked again: the review was due on {due}.", fix)


@rule(
    "CB-602",
    why="A summary stands under the title in every list, so saying it twice wastes the reader's one look.",
    fix="Say in the summary what changed, and for whom.",
    severity="advice",
)
def summary(draft: Draft) -> Iterator[Flaw]:
    """The summary must tell more than the title."""
    for title in draft.given("title"):
        for place in draft.given("summary"):
            if one_line(place.text).rstrip(".").lower() == one_line(title.text).rstrip(".").lower():
                fix = "Say what changed, and for whom, in one or two sentences."
                yield Flaw(place.line, place.column, "`summary` must tell more than the title; the two are the same.", fix)


@rule("CB-603", why="A figure without who says so and where is a rumour.", fix="Add `reported_by` and `source`.", severity="advice")
def attributed(draft: Draft) -> Iterator[Flaw]:
    """An outcome must have who says so and where, or it does not count as evidence."""
    for name, _, group in draft.groups:
        lacking = [part for part in ("reported_by", "source") if is_empty(group.values.get(part))] if name == "outcomes" else []
        if lacking:
            says = f"An outcome must have {' and '.join(f'`{part}`' for part in lacking)} to count as evidence."
            yield Flaw(group.line, group.column, says, "Add who says so, and the number of the source.")


_FIGURES = ("before", "after", "change")
_THOUSANDS = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_WITH_UNIT = re.compile(r"([£$€]?) ?(-?\d[\d,]*(?:\.\d+)?) ?(%|percent|per cent|p|hours?|days?|minutes?)?")


@rule(
    "CB-604",
    why="A chart, a comparison and a download need the number by itself.",
    fix="Write the number alone, and what it counts in `unit`.",
    severity="advice",
    mends="the unit beside a number, where `unit` says it already",
)
def drawable(draft: Draft) -> Iterator[Flaw]:
    """A figure must be a plain number, with what it counts in `unit`, to be drawn."""
    for name, _, group in draft.groups:
        figures = [group.values.get(part) for part in _FIGURES] if name == "outcomes" else []
        given = [figure for figure in figures if isinstance(figure, Scalar) and not figure.empty]
        matches = [_WITH_UNIT.fullmatch(figure.text.strip()[:60]) for figure in given]
        # A figure beside one that is only words cannot be drawn anyhow.
        for figure, match in zip(given, matches, strict=True):
            if match and all(matches) and isinstance(read_value("measurement", figure), str):
                unit = match[1] or match[3]
                fix = f"Write {match[2].replace(',', '')}" + (f", with unit: “{unit}”." if unit else ".")
                says = f"A figure must be a plain number to be drawn; {shown(figure.text)} is not."
                # Only where the unit stands already does nothing get lost.
                named = group.values.get("unit")
                kept = not unit or (isinstance(named, Scalar) and unit in named.text)
                edit = swap(figure, match[2].replace(",", "")) if kept and _THOUSANDS.fullmatch(match[2]) else None
                yield Flaw(figure.line, figure.column, says, fix, edit=edit)
