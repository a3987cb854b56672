"""Rules about which fields there are and what shape they have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.draft import Draft, is_empty
from indexer.fault import Edit
from indexer.fields import Field
from indexer.kinds import OWN_WORDS, one_line
from indexer.rules.nearest import nearest
from indexer.rules.rule import MOST_PER_RULE, rule, shown, swap
from indexer.values import Flaw, Group, Items, Scalar, Value


@rule(
    "CB-101",
    why="A misspelt field is lost without a word: its value would not be shown or searched.",
    fix="Use the nearest known field, or delete it.",
    mends="capitals, spaces and hyphens in a field's name",
)
def unknown_field(draft: Draft) -> Iterator[Flaw]:
    """A field must be one of those in the table of fields."""
    for name, fields, group in draft.groups:
        known = {each.name for each in fields}
        where = f" in `{name}`" if name else ""
        for written, place in group.names.items():
            if written not in known:
                near = nearest(written, sorted(known))
                fix = f"Did you mean `{near}`?" if near else f"The fields{where} are: {', '.join(each.name for each in fields)}."
                if name and is_empty(group.values[written]):
                    fix += " If it belongs to the words before it, put all of them in double quotes."
                edit = (
                    Edit(place.line, place.column, written, near)
                    if near and near not in group.names and _bare(near) == _bare(written)
                    else None
                )
                yield Flaw(place.line, place.column, f"A field{where} must be one that is known; {shown(written)} is not.", fix, edit=edit)


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", name.lower())


@rule("CB-102", why="Without these fields a case study cannot be found, listed, trusted or reviewed.", fix="Add it: TEMPLATE.md shows how.")
def missing_field(draft: Draft) -> Iterator[Flaw]:
    """Each needed field must be there and have a value."""
    for name, fields, group in draft.groups:
        misspelt = _misspelt(fields, group)
        for each in fields:
            value = group.values.get(each.name)
            # One that is only misspelt, or whose words are lost to a hash, is told about by another rule.
            lost = isinstance(value, Scalar) and value.cut and each.kind in OWN_WORDS
            if each.needed and is_empty(value) and each.name not in misspelt and not lost:
                place = group.names.get(each.name, group)
                what = "must have a value" if each.name in group.names else "must be there"
                where = f" in each of `{name}`" if name else ""
                yield Flaw(place.line, place.column, f"`{each.name}` {what}{where}.", f"Add it: {each.about}")


def _misspelt(fields: tuple[Field, ...], group: Group) -> set[str | None]:
    known = {each.name for each in fields}
    others = sorted(set(group.names) - known)[:MOST_PER_RULE]
    return {nearest(written, sorted(known)) for written in others} - set(group.names)


@rule(
    "CB-103",
    why="Words where a list belongs would be shown letter by letter or not at all.",
    fix="Write it in the shape that TEMPLATE.md shows.",
    mends="brackets around a single value",
)
def shape(draft: Draft) -> Iterator[Flaw]:
    """A field must be one value, a list, or a group of named values, as the table of fields says."""
    for name, fields, group in draft.groups:
        for each in fields:
            value = group.values.get(each.name)
            if value is None or is_empty(value):
                continue
            yield from _misshapen(each, f"{name}.{each.name}" if name else each.name, value)


def _misshapen(each: Field, label: str, value: Value) -> Iterator[Flaw]:
    if each.many and not isinstance(value, Items):
        one = value.text if isinstance(value, Scalar) else "…"
        fix = f"Write {each.name}: [{one[:60]}]" if each.kind != "group" else "Begin the first line of each with a hyphen and a space."
        # Words with a mark of their own in them would change their meaning in brackets.
        plain = (
            isinstance(value, Scalar)
            and not value.cut
            and each.kind != "group"
            and (value.quoted or not re.search(r"[,\[\]{}#:]", value.text))
        )
        edit = swap(value, "") if plain and isinstance(value, Scalar) else None
        edit = Edit(edit.line, edit.column, edit.old, f"[{edit.old}]") if edit else None
        yield Flaw(value.line, value.column, f"`{label}` must be a list.", fix, edit=edit)
        return
    if not each.many and isinstance(value, Items):
        yield Flaw(value.line, value.column, f"`{label}` must be one value, not a list.", "Keep one, without brackets or hyphens.")
        return
    for inner in value.values if isinstance(value, Items) else (value,):
        if is_empty(inner):
            continue
        if each.kind == "group" and not isinstance(inner, Group):
            parts = ", ".join(part.name for part in each.parts)
            yield Flaw(inner.line, inner.column, f"`{label}` must have named parts: {parts}.", "Write each as `name: value`.")
        elif each.kind != "group" and not isinstance(inner, Scalar):
            colon = isinstance(inner, Group)
            says = f"`{label}` must be words; here is {'a name with a colon' if colon else 'a list'}."
            yield Flaw(inner.line, inner.column, says, "Put the words in double quotes." if colon else "Take away the inner brackets.")


@rule("CB-104", why="A theme on everything helps nobody to find anything.", fix="Keep the most important, and take the others away.")
def list_length(draft: Draft) -> Iterator[Flaw]:
    """A list must have as many items as the table of fields allows."""
    for name, fields, group in draft.groups:
        for each in fields:
            value = group.values.get(each.name)
            if isinstance(value, Items) and not each.least <= len(value.values) <= each.most and value.values:
                many = f"from {each.least} to {each.most}" if each.least else f"at most {each.most}"
                label = f"{name}.{each.name}" if name else each.name
                says = f"`{label}` must have {many} items; it has {len(value.values)}."
                yield Flaw(value.line, value.column, says, "Keep the most important, and take the others away.")


@rule("CB-105", why="Titles and summaries are shown in lists, where the end of a long one is cut off.", fix="Shorten it.")
def text_length(draft: Draft) -> Iterator[Flaw]:
    """A text must be no longer than the table of fields allows."""
    for slot in draft.slots("text", "measurement"):
        length = len(one_line(slot.value.text))
        if length > slot.field.longest:
            over = length - slot.field.longest
            says = f"`{slot.label}` must be at most {slot.field.longest} characters; it has {length}."
            yield Flaw(slot.value.line, slot.value.column, says, f"Take out {over}, or say the rest in the text.")


@rule("CB-106", why="It would be counted and shown twice.", fix="Keep one of them.")
def repeated_item(draft: Draft) -> Iterator[Flaw]:
    """A list must not name the same thing twice."""
    seen: dict[tuple[str, str], int] = {}
    for slot in draft.slots("text", "council", "partner", "theme", "barrier", "slug"):
        if slot.field.many:
            key = slot.label, one_line(slot.value.text).lower()
            if key in seen:
                says = f"`{slot.label}` must not name {shown(slot.value.text)} twice; it is also on line {seen[key]}."
                yield Flaw(slot.value.line, slot.value.column, says, "Keep one of them.")
            seen.setdefault(key, slot.value.line)
