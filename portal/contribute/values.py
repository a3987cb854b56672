"""What a draft holds: words, lists of words and lists of rows, by the form's names. Here it is kept clean and its numbers in step."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from portal.contribute.steps import SECTIONS, Step, field_of
from portal.contribute.writing import Values, is_filled
from portal.typed import clean

#: Characters in a whole draft. The rule book takes a file of 200 KB at most.
LARGEST = 200_000


Row = Mapping[str, str]


class TooLarge(Exception):
    """The draft would hold more than a case study may."""


def merged(values: Values, step: Step, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The draft with what one page of the form says. Rows left empty go. Raises TooLarge."""
    new = dict(values)
    for name in step.fields:
        new[name] = _cleaned(typed.get(name))
    if "sources" in step.fields:
        for number in _emptied(values.get("sources") or [], new["sources"]):
            new = _without_source(new, number)
    for name in step.fields:
        if isinstance(new[name], list):
            new[name] = [it for it in new[name] if (is_filled(it) if isinstance(it, dict) else it)]
    if len(json.dumps(new, ensure_ascii=False)) > LARGEST:
        raise TooLarge
    return new


def _cleaned(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): clean(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(inner) for inner in value]
    return clean(value)


def _emptied(before: list[Row], after: list[Row]) -> list[int]:
    """The numbers of sources that were there and are not any more, the last first, counting from 1."""
    gone = [
        number
        for number, row in enumerate(before, 1)
        if is_filled(row) and not is_filled(after[number - 1] if number <= len(after) else {})
    ]
    return gone[::-1]


def _without_source(values: Values, gone: int) -> dict[str, Any]:
    """The draft with no mention of one source; the numbers of those after it move up, wherever they are used."""
    new = dict(values)
    for other in ("outcomes", "costs"):
        new[other] = [row | {"source": _moved_up(row.get("source", ""), gone)} for row in new.get(other) or []]
    for section in SECTIONS:
        new[section] = _CITATION.sub(lambda match: _cited(match[1], gone), new.get(section) or "")
    return new


#: As the rule book reads a citation: `[1]` and `[1, 2]`, but not a link.
_CITATION = re.compile(r"(?<![!\\])\[(\d{1,3}(?: ?, ?\d{1,3})*)\](?![(:])")


def _cited(numbers: str, gone: int) -> str:
    left = [moved for number in numbers.split(",") if (moved := _moved_up(number.strip(), gone))]
    return f"[{', '.join(left)}]" if left else ""


def _moved_up(number: str, gone: int) -> str:
    if not number.isdecimal():
        return number
    return "" if int(number) == gone else str(int(number) - (int(number) > gone))


def without_row(typed: Mapping[str, Any], where: str) -> dict[str, Any]:
    """What was typed with one row left empty: `outcomes-2` is the third. Anything else changes nothing."""
    name, _, number = where.partition("-")
    rows = typed.get(name)
    if not isinstance(rows, list) or not number.isdecimal():
        return dict(typed)
    left = [(type(row)() if place == int(number[:4]) else row) for place, row in enumerate(rows)]
    return dict(typed) | {name: left}


def most_rows(name: str) -> int:
    """How many rows there may be."""
    return field_of(name).most
