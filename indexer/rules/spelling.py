"""A rule about names of suppliers and technology: one spelling for each, so that filters and counts are true."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from indexer.draft import Draft, Slot
from indexer.rules.rule import rule, shown, swap
from indexer.values import Flaw
from indexer.vocabulary import plain_name

#: A shorter name is too near too many others.
_SHORTEST = 6


@rule(
    "CB-605",
    why="One company under two names is counted twice, and its other work is not found.",
    fix="Write it as in vocabulary/names.yaml. A name that is in no list is as good as any: leave it.",
    severity="advice",
    mends="another spelling becomes the agreed name, where no note in brackets would be lost",
)
def spelling(draft: Draft) -> Iterator[Flaw]:
    """A supplier or technology must be spelt as in the agreed list of names, where it is in it."""
    for slot in draft.slots("text"):
        known = draft.vocabulary.names.get(slot.label, {})
        written = " ".join(slot.value.text.split())
        agreed = known.get(plain_name(written))
        if agreed and agreed != written:
            yield _other_spelling(draft, slot, agreed)
        elif known and not agreed and (near := _slip(plain_name(written), known)):
            says = f"`{slot.label}` must be spelt as in names.yaml; {shown(written)} is not there, and “{near}” is."
            fix = f"If you mean {near}, write that. If it is another, leave it, or ask for it to be added to vocabulary/names.yaml."
            yield Flaw(slot.value.line, slot.value.column, says, fix)


def _other_spelling(draft: Draft, slot: Slot, agreed: str) -> Flaw:
    written = slot.value.text
    says = f"`{slot.label}` must be spelt as in names.yaml; {shown(written)} is there as “{agreed}”."
    if any(value.text == agreed for value in draft.given(slot.label)):
        return Flaw(slot.value.line, slot.value.column, says, f"Take it out: “{agreed}” is in the list already.")
    # What stands in brackets may tell a reader something; and a mark in the new name may mean something to YAML.
    safe = "(" not in written and (slot.value.quoted or re.fullmatch(r"[A-Za-z][\w .&/+-]*", agreed)) and '"' not in agreed
    edit = swap(slot.value, agreed) if safe else None
    return Flaw(slot.value.line, slot.value.column, says, f"Write “{agreed}”.", edit=edit)


def _slip(written: str, known: Mapping[str, str]) -> str:
    """The agreed name that this is but for one slip of the fingers; nothing where it is none."""
    if len(written) < _SHORTEST:
        return ""
    return next((agreed for each, agreed in known.items() if len(each) >= _SHORTEST and _is_slip(written, each)), "")


def _is_slip(one: str, other: str) -> bool:
    """Whether two names differ by one letter put in, left out, wrong, or swapped with the next. Another digit is another product."""
    if abs(len(one) - len(other)) > 1:
        return False
    same = next((place for place, (mine, theirs) in enumerate(zip(one, other, strict=False)) if mine != theirs), min(len(one), len(other)))
    mine, theirs = one[same:], other[same:]
    swapped = mine[:2] == theirs[1::-1] and mine[2:] == theirs[2:]
    near = swapped or mine[1:] == theirs[1:] or mine[1:] == theirs or mine == theirs[1:]
    return near and re.findall(r"\d", one) == re.findall(r"\d", other)
