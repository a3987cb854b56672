"""Every number in a case study or an adoption that must be a fact, with the line it stands on and the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.draft import Draft
from indexer.values import Group, Scalar
from tests.content.figures import Figure, figures, hedge_in

#: The fields, by label, whose words may hold numbers that are facts. Outcomes and costs are read a row at a time.
_FIELDS = (
    *("title", "summary", "changed", "funding", "technology", "suppliers"),
    *("procurement.route", "procurement.framework", "assets.title", "sources.title"),
)
_DATES = ("started", "ended", "sources.date")
_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$", "AUD": "$", "CAD": "$", "NZD": "$", "SGD": "$"}
_MONTHS = " January February March April May June July August September October November December".split(" ")

#: What in a text is no number of its own: an item's number, citations, sources by number, addresses, code.
_LEFT_OUT = re.compile(
    r"^\s{0,12}\d{1,3}[.)]\s|\[\^?\d{1,3}(?: ?[,–-] ?\d{1,3})*\](?!\()|\b[Ss]ources? \d+(?:(?:,| and| or| to) \d+)*|\]\([^()\s]*\)|"
    r"https?://\S+|`[^`]*`"
)
#: A small number in words that counts what the text itself tells (“three things”), or goes on to list (“four areas:”) ...
_TELLING = re.compile(
    r" (?:\w+ )?(?:accounts|claims|figures|kinds|lessons|parts|points|questions|reasons|reports|sorts|sources|steps|sums|things|ways)\b"
)
_LISTED = re.compile(r"[^.:;!?]{0,50}:")
#: ... or what it has told of already (“the same four areas”; “all three.”).
_TOLD = re.compile(r"\b(?:the|these|those|all|same|its|other)(?: other| same)? $", re.IGNORECASE)
_ALONE = re.compile(r" *(?:[.,;:)]|$)| (?:together|are|were|is|was|do|did|may|can|cannot|stop|in|at|by|apart)\b")


@dataclass(frozen=True, slots=True)
class Placed:
    """A number in a case study, with the line it stands on and the sentence around it. One told `again` is “the 8,300”."""

    figure: Figure
    line: int
    words: str
    again: bool = False


def placed(draft: Draft) -> list[Placed]:
    """Every number in a case study that must be a fact, from top to bottom."""
    return sorted((*_in_fields(draft), *_in_text(draft)), key=lambda it: (it.line, it.figure.start))


def _in_fields(draft: Draft) -> Iterator[Placed]:
    for slot in draft.filled:
        if slot.label in _FIELDS:
            yield from _in(slot.value.text, slot.value.line)
        elif slot.label in _DATES:
            yield from _in(_spelt(slot.value.text), slot.value.line)
    for name, _, group in draft.groups:
        if name == "outcomes":
            yield from _in_outcome(group)
        elif name == "costs":
            yield from _in_cost(group)


def _in_text(draft: Draft) -> Iterator[Placed]:
    told: set[str] = set()
    for line in draft.lines:
        words = _LEFT_OUT.sub(lambda match: " " * len(match[0]), line.words)
        for it in _in(words, line.number):
            before, after, word = words[: it.figure.start], words[it.figure.end :], it.figure.written.lower()
            small = _is_small(it.figure)
            if small and _LISTED.match(after):
                told.add(word)
            elif not (small and _TOLD.search(before) and (word in told or _ALONE.match(after))):
                yield it


def _is_small(figure: Figure) -> bool:
    return figure.is_word and ("", 2.0) <= min(figure.readings) <= ("", 12.0)


def _in(text: str, line: int, said: str = "") -> Iterator[Placed]:
    """The numbers in a text. What is `said` of them elsewhere may hold them off."""
    for figure in figures(text):
        if _is_small(figure) and _TELLING.match(text, figure.end):
            continue
        start = max(text.rfind(mark, 0, figure.start) + 2 for mark in (". ", ": ", "; ", "\n"))
        end = re.compile(r"[.;](?:\s|$)|$").search(text, figure.end)
        words = text[max(0, start - 1) : end.end() if end else len(text)].strip()
        again = bool(re.search(r"\b(?:the|that|those) $", text[: figure.start], re.IGNORECASE))
        yield Placed(figure if figure.hedge else replace(figure, hedge=hedge_in(said)), line, " ".join(words.split()), again)


def _spelt(date: str) -> str:
    """A date of the front matter in words, so that 2011-12 is a month and not two years."""
    parts = date.split("-")
    return f"{_MONTHS[int(parts[1])]} {parts[0]}" if len(parts) == 2 else date


def _in_outcome(group: Group) -> Iterator[Placed]:
    row = {name: value for name, value in group.values.items() if isinstance(value, Scalar)}
    measure, unit = (row[name].text if name in row else "" for name in ("measure", "unit"))
    for name, value in row.items():
        if name in ("before", "after", "change"):
            yield from _in(_with_unit(value.text, unit), value.line, measure)
        elif name in ("measure", "period"):
            yield from _in(value.text, value.line, value.text)


def _with_unit(text: str, unit: str) -> str:
    """A figure, or each of two, with its unit where people write it: £ before it, all else after it. Words are left as they are."""
    if not re.fullmatch(r"-?\d[\d,.]*(?:(?: to |-|–)\d[\d,.]*)?", text):
        return text
    sign = re.match(r"(?:[A-Z]{1,2})?[£$€]|[A-Z]{3} ", unit)
    after = unit[len(sign[0].rstrip()) :] if sign else unit if unit.startswith("%") else f" {unit}"
    return re.sub(r"-?(\d[\d,.]*)", lambda it: f"{sign[0] if sign else ''}{it[1]}{after}", text)


def _in_cost(group: Group) -> Iterator[Placed]:
    row = {name: value for name, value in group.values.items() if isinstance(value, Scalar)}
    if "amount" in row:
        sign = _SIGNS.get(row["currency"].text if "currency" in row else "GBP", "")
        yield from _in(sign + row["amount"].text, row["amount"].line, row["covers"].text if "covers" in row else "")
    for name in ("covers", "year"):
        if name in row:
            yield from _in(row[name].text, row[name].line)
