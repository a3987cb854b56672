"""What a fact sheet says in numbers, whether a number is among them, and how it may have been reckoned from them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice, permutations
from typing import Any, Literal

from indexer.rules.rule import shown
from tests.content.figures import Figure, Kind, Reading, figures

#: `found` among the facts; `bare` where the facts hold it off (“about”) and the text does not; `rounded` from one, and held off as only
#: near; `reckoned` from several; or `missing`.
Verdict = Literal["found", "bare", "rounded", "reckoned", "missing"]


@dataclass(frozen=True, slots=True)
class Facts:
    """The numbers of one or more fact sheets: all; those that stand there without “about” or such somewhere; those of each entry together;
    and how many things a list names, with the list."""

    readings: frozenset[Reading]
    exact: frozenset[Reading]
    entries: tuple[frozenset[Reading], ...]
    counts: dict[float, str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one number, and of what it was rounded or reckoned."""

    verdict: Verdict
    of: str = ""


#: What a fact sheet holds that is no fact: addresses, and which source a row comes from.
_NO_FACTS = ("url", "source", "path")
#: Lists whose things may be counted: “three councils”.
_COUNTED = ("organisations", "suppliers", "technology", "outputs", "reuse")


def facts_in(sheets: list[dict[str, Any]]) -> Facts:
    """Every number in fact sheets."""
    entries, exact, counts = [], set[Reading](), dict[float, str]()
    for sheet in sheets:
        for name, value in sheet.items():
            texts = [". ".join(_texts(entry)) for entry in (value if isinstance(value, list) else [value])]
            entries += [_readings(text) for text in texts]
            exact |= {reading for text in texts for reading in _readings(text, exactly=True)}
            if name in _COUNTED and isinstance(value, list):
                counts.setdefault(float(len(value)), name)
            for text in texts:
                counts = _lists(text) | counts
    return Facts(frozenset().union(*entries), frozenset(exact), tuple(entries), counts)


def judge(figure: Figure, facts: Facts, words: str = "") -> Judgement:
    """Whether a number is among the facts, or near one and said to be only near, or can be reckoned from some. `words` stand around it."""
    if figure.readings & facts.readings:
        loose = not figure.hedge and not figure.readings & facts.exact
        return Judgement("bare" if loose else "found")
    near = [fact for kind, value in figure.readings for of, fact in facts.readings if kind == of and _is_near(kind, value, fact, figure)]
    if near:
        return Judgement("rounded", " or ".join(f"{fact:,.10g}" for fact in sorted(set(near))))
    ways = list(dict.fromkeys(islice(_reckoned(figure, facts, words), 20)))
    return Judgement("reckoned", " or ".join(ways[:3])) if ways else Judgement("missing")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in _NO_FACTS:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    else:
        yield str(value)


def _readings(text: str, exactly: bool = False) -> frozenset[Reading]:
    """The numbers in a text, perhaps only those that nothing holds off, with the month and the year of each day."""
    # “Over seven months” means throughout them.
    loose = {it.start for it in figures(text) if exactly and it.hedge and not _THROUGHOUT.match(text, it.end)}
    found = {reading for figure in figures(text) if figure.start not in loose for reading in figure.readings}
    if re.search(r"\bone\b", text):
        found.add(("", 1.0))
    for kind, value in list(found):
        if kind == "day":
            found |= {("day", value % 10000), ("month", value // 100), ("", value // 10000)}
        elif kind == "month":
            found.add(("", value // 100))
    return frozenset(found)


_THROUGHOUT = re.compile(r"[ -](?:years?|months?|weeks?|days?)\b")


def _lists(text: str) -> dict[float, str]:
    """How many things each list in a text names, such as “finance, HR and payroll”."""
    clauses = [clause.strip() for clause in re.split(r"[;:.()](?:\s|$)| for | from ", text)]
    # In “compared a, b and c and chose c” the list ends before the second “and”.
    shorter = [whole[0] for clause in clauses if (whole := re.match(r".*, .*? and .*?(?= and )", clause))]
    named = {float(len(re.split(r", (?:and )?| and ", clause))): clause for clause in [*clauses, *shorter]}
    return {many: clause for many, clause in named.items() if many > 1}


def _is_near(kind: Kind, value: float, fact: float, figure: Figure) -> bool:
    """A share in words is as near as a share can be said in whole numbers; all else only where the words hold it off."""
    step = min(figure.step, value / 5) if figure.step > 1 or not figure.is_word else value / 10
    if kind in ("month", "day") or (kind == "" and _is_year(value)):
        return False
    if figure.hedge == "about":
        return abs(fact - value) <= step / 2
    if figure.hedge == "over":
        return value <= fact < value + step
    if figure.hedge == "nearly":
        return value - step < fact <= value
    return kind == "%" and not figure.written.endswith("%") and abs(fact - value) < 0.5


#: Words that say that the case study did a sum; that something is left out; that time is counted.
_OUR_SUM = re.compile(r"\bour (?:own )?(?:arithmetic|reading|sum|reckoning|estimate)|\bworked out\b", re.IGNORECASE)
_OTHERS = re.compile(r"\b(?:other|others|more|further|rest|remaining|without)\b", re.IGNORECASE)
_SPAN = re.compile(r"\b(years?|months?)\b")


def _reckoned(figure: Figure, facts: Facts, words: str) -> Iterator[str]:
    """Each way in which a number may come from the facts."""
    small = {value for kind, value in figure.readings if kind == "" and 1 < value <= 12 and figure.is_word}
    for value in small:
        if value in facts.counts:
            yield f"counts {shown(facts.counts[value])}"
        if _OTHERS.search(words):
            all_of_them = (value + less for less in (1, 2) if ("", value + less) in facts.readings or value + less in facts.counts)
            yield from (f"{each:g} - {each - value:g}" for each in all_of_them)
    yield from _spans(figure, facts, words)
    yield from (f"100 - {fact:g}" for kind, fact in facts.readings if kind == "%" and _comes_to(figure, "%", 100 - fact))
    for entry in facts.entries:
        yield from _sums(figure, entry, bool(_OUR_SUM.search(words)), bool(small))


def _spans(figure: Figure, facts: Facts, words: str) -> Iterator[str]:
    """The years or months from one date in the facts to another."""
    years = sorted(fact for kind, fact in facts.readings if kind == "" and _is_year(fact))
    months = sorted(fact // 100 * 12 + fact % 100 for kind, fact in facts.readings if kind == "month")
    units = set(_SPAN.findall(words))
    for name, times in (("year", years), ("month", months)):
        for first, last in combinations(times, 2) if units & {name, f"{name}s"} else ():
            if ("", last - first) in figure.readings or (name == "month" and ("", last - first + 1) in figure.readings):
                yield f"{last - first:g} {name}s between dates"


def _is_year(value: float) -> bool:
    return 1900 < value < 2100 and value == int(value)


def _sums(figure: Figure, entry: frozenset[Reading], said_so: bool, small: bool) -> Iterator[str]:
    """What two numbers of one entry come to: more or less; a share or a fall, for a percentage only where the text says it is our sum."""
    numbers = [(kind, value) for kind, value in sorted(entry) if kind not in ("month", "day", "times") and not _is_year(value)]
    for (kind, one), (other, two) in permutations(numbers, 2):
        if kind != other:
            continue
        if not small and one >= two:
            yield from (f"{one:,.10g} - {two:,.10g}" for _ in "-" if _comes_to(figure, kind, one - two))
            yield from (f"{one:,.10g} + {two:,.10g}" for _ in "+" if _comes_to(figure, kind, one + two))
        if two and (kind != "%" or said_so):
            yield from (f"{one:,.10g} / {two:,.10g}" for result in ("%", "times") if _comes_to(figure, result, one / two * _WHOLE[result]))
        if one and said_so:
            yield from (f"({one:,.10g} - {two:,.10g}) / {one:,.10g}" for _ in "/" if _comes_to(figure, "%", 100 * (one - two) / one))


_WHOLE: dict[Kind, float] = {"%": 100.0, "times": 1.0}


def _comes_to(figure: Figure, kind: Kind, result: float) -> bool:
    """Whether a result is the number, as exactly as it was meant."""
    return any(
        own == kind and (abs(value - result) < (0.5 if kind == "%" else 1e-6) or _is_near(kind, value, result, figure))
        for own, value in figure.readings
    )
