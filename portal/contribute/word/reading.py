"""What a cell says, as the form keeps it: a choice by its words, a date as the rule book writes it, an amount as a number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from indexer import Field, Vocabulary
from portal.contribute.steps import CHOICES
from portal.contribute.word.names import part_field, plain

#: Names of things by their slug: themes, barriers.
Lists = Mapping[str, Mapping[str, str]]

_MONTHS = "january february march april may june july august september october november december".split()
_DAY = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([a-z]{3,9})\.?,? (\d{4})")
_NUMBERS = re.compile(r"(?:(\d{1,2})[/.])?(\d{1,2})[/.](\d{4})")
_SIGNS = {"£": "GBP", "€": "EUR", "$": "USD"}
_LARGE = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000, "bn": 1_000_000_000, "billion": 1_000_000_000}
_AMOUNT = re.compile(r"([£€$]?) ?(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d{1,4})? ?(k|m|bn|thousand|million|billion)?")


def lists(vocabulary: Vocabulary) -> Lists:
    """The agreed lists a field may be from."""
    return {
        "theme": {slug: it.name for slug, it in vocabulary.themes.items()},
        "barrier": {slug: it.name for slug, it in vocabulary.barriers.items()},
    }


def value(name: str, words: str, known: Lists) -> tuple[Any, str]:
    """What the form keeps of these words for a field, and what of them it has no place for."""
    field = part_field(name)
    if field.kind in ("theme", "barrier"):
        return _listed(words, known[field.kind])
    if field.many:
        return [line for line in (re.sub(r"^([-•*·]|\d{1,2}[.)])\s+", "", it).strip() for it in words.split("\n")) if line], ""
    if field.kind in ("choice", "yes or no"):
        chosen = _choice(name, field, words)
        return chosen, "" if chosen else words
    return _written(field, words), ""


def _written(field: Field, words: str) -> str:
    one_line = " ".join(words.split())
    if field.kind in ("partial date", "date"):
        return _date(one_line)
    if field.kind == "measurement" and re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", one_line):
        return one_line.replace(",", "")
    if field.kind == "source number":
        return one_line.strip("[]() ")
    if field.kind == "email":
        return one_line.removeprefix("mailto:")
    return one_line


def _listed(words: str, known: Mapping[str, str]) -> tuple[list[str], str]:
    """The slugs of what is on an agreed list, and the rest. A line may hold several."""
    by_name = {plain(name): slug for slug, name in known.items()} | {plain(slug): slug for slug in known}
    found: list[str] = []
    rest: list[str] = []
    for line in re.split(r"[\n;]", words):
        # A name may hold a comma, so the whole is tried first.
        for part in [line] if plain(line) in by_name else line.split(","):
            slug = by_name.get(plain(part.strip("-•*· ")))
            (found if slug else rest).append(slug or part.strip())
    return list(dict.fromkeys(found)), ", ".join(filter(None, rest))


def _choice(name: str, field: Field, words: str) -> str:
    """The choice that is meant, by its value or by its words on the form, or the first of these."""
    choices = ("true", "false") if field.kind == "yes or no" else field.choices
    shown = CHOICES.get(name, {})
    said = plain(words)
    for choice in choices:
        if said in (plain(choice), plain(shown.get(choice, choice)), plain(re.split(r"[,:]", shown.get(choice, choice))[0])):
            return choice
    return ""


def _date(words: str) -> str:
    """`April 2024`, `1 April 2024`, `04/2024` or `01/04/2024` as the rule book writes it; what is none of these, as it is."""
    said = words.casefold()
    if (named := _DAY.fullmatch(said)) and (month := next((n for n, it in enumerate(_MONTHS, 1) if it.startswith(named[2])), 0)):
        return f"{named[3]}-{month:02}" + (f"-{int(named[1]):02}" if named[1] else "")
    if (numbers := _NUMBERS.fullmatch(said)) and 1 <= int(numbers[2]) <= 12:
        return f"{numbers[3]}-{int(numbers[2]):02}" + (f"-{int(numbers[1]):02}" if numbers[1] else "")
    return words


def amount(row: dict[str, str]) -> None:
    """`£1.2m` as a plain number and its currency."""
    found = _AMOUNT.fullmatch(row.get("amount", "").casefold())
    if found:
        sign, whole, part, large = found.groups()
        number = float(whole.replace(",", "") + (part or "")) * _LARGE.get(large or "", 1)
        row["amount"] = str(int(number)) if number == int(number) else str(round(number, 2))
        if sign:
            row["currency"] = row.get("currency") or _SIGNS[sign]
    row["currency"] = row.get("currency") or "GBP"


def measured(row: dict[str, str]) -> None:
    """`18%` and `7%` as 18 and 7, counted in %, where nothing else is said of what they count."""
    figures = {name: row[name] for name in ("before", "after", "change") if row.get(name)}
    taken = [re.fullmatch(r"(£?)(-?\d[\d,]*(?:\.\d+)?)\s?(%?)", it) for it in figures.values()]
    marks = {found[1] + found[3] for found in taken if found}
    if figures and all(taken) and len(marks) == 1 and (mark := marks.pop()) in ("%", "£") and row.get("unit", mark) in ("", mark):
        row["unit"] = mark
        row.update({name: re.sub(r"[£%,\s]", "", it) for name, it in figures.items()})


#: What is made of a whole row, by its group.
ROWS: Mapping[str, Callable[[dict[str, str]], None]] = {"costs": amount, "outcomes": measured}


def source_number(words: str, titles: Iterable[str]) -> str:
    """The number of a source that was called by its number or its title, or nothing."""
    if words.isdecimal() and len(words) < 4:
        return words
    wanted = plain(words)
    return next((str(number) for number, title in enumerate(titles, 1) if wanted and plain(title) == wanted), "")
