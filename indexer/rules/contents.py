"""Rules about single values: numbers, dates, addresses, and the choices there are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from indexer.draft import Draft
from indexer.kinds import KINDS, read_value
from indexer.rules.nearest import nearest
from indexer.rules.rule import rule, shown, swap
from indexer.values import Flaw


@rule(
    "CB-201",
    why="Numbers and dates are drawn, sorted and added up, which words cannot be.",
    fix="Write it as the table of fields says.",
    mends="pounds and commas in numbers; dates that can only mean one day",
)
def kind(draft: Draft) -> Iterator[Flaw]:
    """A value must be of its field's kind: a number, a date, an address, an email."""
    for slot in draft.slots(*KINDS):
        kind = KINDS[slot.field.kind]
        try:
            kind.read(slot.value)
        except ValueError:
            says = f"`{slot.label}` must be {kind.must}; {shown(slot.value.text)} is not."
            meant = kind.meant(slot.value.text)
            yield Flaw(slot.value.line, slot.value.column, says, kind.fix(slot.value.text), edit=swap(slot.value, meant) if meant else None)


@rule("CB-202", why="Readers filter by these; another word would be in no filter.", fix="Pick one of the choices.", mends="capitals")
def choice(draft: Draft) -> Iterator[Flaw]:
    """A choice, such as the status, must be one of those in the table of fields."""
    for slot in draft.slots("choice"):
        if slot.value.text not in slot.field.choices:
            says = f"`{slot.label}` must be one of {', '.join(slot.field.choices)}; {shown(slot.value.text)} is not."
            near = nearest(slot.value.text, slot.field.choices)
            same = near if near and near.lower() == slot.value.text.strip().lower() else None
            edit = swap(slot.value, same) if same else None
            yield Flaw(slot.value.line, slot.value.column, says, f"Did you mean “{near}”?" if near else "Pick one of them.", edit=edit)


#: A field that must not be earlier than another: the later, the earlier.
_IN_ORDER = (("ended", "started"), ("updated", "published"), ("review_by", "published"))


@rule("CB-203", why="One of the two dates is a slip, and readers reckon with them.", fix="Look for a slip in one of the two dates.")
def order(draft: Draft) -> Iterator[Flaw]:
    """The end must not be before the start, nor an update or a review before it was published."""
    dates = {slot.label: slot for slot in draft.slots("date", "partial date")}
    for later, earlier in _IN_ORDER:
        if later in dates and earlier in dates and _is_before(draft, later, earlier):
            place = dates[later].value
            says = f"`{later}` must not be before `{earlier}`: {place.text[:10]} is before {dates[earlier].value.text[:10]}."
            yield Flaw(place.line, place.column, says, "Look for a slip in one of the two.")


def _is_before(draft: Draft, later: str, earlier: str) -> bool:
    """Compared only as far as both are known: 2023 is not before 2023-04."""
    parts = []
    for name in (later, earlier):
        (value,) = draft.given(name)
        try:
            read_value("partial date", value)
        except ValueError:
            return False
        parts.append([int(part) for part in value.text.strip().split("-")])
    known = min(len(parts[0]), len(parts[1]))
    return parts[0][:known] < parts[1][:known]


def day(draft: Draft, name: str) -> date | None:
    """The first day that a date at the top can mean; None where there is none that can be read."""
    for value in draft.given(name):
        try:
            return read_value("partial date", value).first_day  # type: ignore[no-any-return]
        except ValueError:
            return None
    return None
