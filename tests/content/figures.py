"""Numbers as people write them: “£7m”, “20-21%”, “four in ten”, “April 2023”, “nearly half”. Each with what it can mean.

A number has one or more readings, a kind and a value each. In “£2-3 million” the 2 may be two pounds or two million: a reading too many
does no harm where numbers are looked for, and one too few would.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

#: What a number counts: things (or years), a share in per cent, money, times as much; a month (202304) or a day (20231231; 1231
#: without its year).
Kind = Literal["", "%", "£", "$", "€", "times", "month", "day"]
Reading = tuple[Kind, float]
#: How a number is held off: somewhere near, a little more than it, a little less.
Hedge = Literal["", "about", "over", "nearly"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number in a text: where it stands, how it was written, what it can mean, and how exactly it was meant.

    `step` is the place of its last digit that is not a nought: 100 for 8,300. `is_word` says that there are no digits in it.
    """

    start: int
    end: int
    written: str
    readings: frozenset[Reading]
    hedge: Hedge = ""
    step: float = 1.0
    is_word: bool = False


#: What a form means. Nothing in the list: it looks like a number and is none. None: it is not this form after all.
Read = Callable[[re.Match[str]], Iterable[Reading] | None]

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {word: value for value, word in enumerate(_ONES)} | {word: 10 * value for value, word in enumerate(_TENS, 2)}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_SHORT = {"k": 1000, "m": 10**6, "mn": 10**6, "bn": 10**9}
_MONEY: dict[str, Kind] = {"pound": "£", "gbp": "£", "dollar": "$", "usd": "$", "euro": "€", "eur": "€"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_WORD = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES[1:10])}))?|{'|'.join(sorted(_ONES[1:], key=len, reverse=True))})\b"
_MONTH = (
    "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"((?:19|20)\d\d)"
_SCALE = "|".join(_SCALES)
_TIME = r"(?:years?|months?|weeks?|days?|hours?|minutes?)"
#: After “four in ten”: then it is four in ten weeks.
_NO_PART = rf"(?! (?:a|the)\b|,\d|[- ]{_TIME})"


def _value(word: str) -> float:
    """What digits or a word for a number come to."""
    if word[0].isdigit():
        return float(word.replace(",", ""))
    return float(sum(_VALUES.get(part, 1) for part in re.split(r"[- ]", word.lower())))


def _date(year: str | None, month: str, day: str | None) -> list[Reading]:
    number = _MONTHS.index(month[:3].lower()) + 1 if month[0].isalpha() else int(month)
    if day:
        return [("day", float(year or 0) * 10000 + number * 100 + float(day))]
    return [("month", float(year or 0) * 100 + number)]


def _number(match: re.Match[str]) -> list[Reading]:
    scale = _SCALES.get((match["scale"] or match["word_scale"] or "").lower(), 1) * _SHORT.get((match["short"] or "").lower(), 1)
    sign = match["sign"] or _MONEY.get((match["money"] or "").lower(), "")
    kind: Kind = "%" if match["percent"] else sign  # type: ignore[assignment]
    return [(kind, round(_value(match["digits"] or match["word"]) * scale, 6))]


def _share(part: str, whole: str) -> list[Reading] | None:
    share = _value(part) / _value(whole) if _value(whole) else 1
    return [("%", round(100 * share, 6))] if share < 1 else None


def _part(word: str, parts: int) -> list[Reading]:
    return [("%", round(100 * {"two": 2, "three": 3}.get(word.lower(), 1) / parts, 6))]


def _span(first: str, last: str) -> list[Reading]:
    years = [float(first), float(first[:2] + last)] if last > first[2:] else [float(first)]
    return [("", year) for year in years]


def _minutes(match: re.Match[str]) -> list[Reading]:
    hours, minutes = float(match[1]), float(match[2])
    return [("", hours * 60 + minutes), ("", hours), ("", minutes)]


def _nothing(_: re.Match[str]) -> list[Reading]:
    return []


#: Each way of writing a number, those that must be looked for first above, and what it means.
_FORMS: tuple[tuple[str, Read], ...] = (
    # All hours, an ordinal, and names with digits in them.
    (rf"\b24/7\b|\b24 hours a day\b|\b(?:seven|7) days a week\b|(?<![\d,])\d{{1,4}}(?:st|nd|rd|th)\b(?! {_MONTH})", _nothing),
    (r"\b(?-i:[A-Za-z]+\d|[A-Z][A-Za-z]*[-/:]\d{1,3}\b)[\w./-]*|\b\d+(?-i:[A-Z])\b|\bversion \d[\d.]*", _nothing),
    # Days, months and years.
    (rf"(?<![\w-]){_YEAR}-(\d\d)-(\d\d)(?![\w-])", lambda it: _date(it[1], it[2], it[3])),
    (rf"(?<![\w-]){_YEAR}-(0\d|1[0-2])(?![\w-])", lambda it: [*_date(it[1], it[2], None), *_span(it[1], it[2])]),
    (rf"\b(\d{{1,2}})(?:st|nd|rd|th)? {_MONTH}\b(?:,? {_YEAR}\b)?", lambda it: _date(it[3], it[2], it[1])),
    (rf"\b{_MONTH} (\d{{1,2}}),? {_YEAR}\b", lambda it: _date(it[3], it[1], it[2])),
    (rf"\b{_MONTH}(?=(?:-|–| to | and | until ){_MONTH} {_YEAR}\b)", lambda it: _date(it[3], it[1], None)),
    (rf"\b{_MONTH} (?:of |bank holiday )?{_YEAR}\b", lambda it: _date(it[2], it[1], None)),
    (rf"\b{_YEAR} ?[/–-] ?(\d\d)(?![\d%])", lambda it: _span(it[1], it[2])),
    (r"\bdecade\b", lambda _: [("", 10.0)]),
    # Shares in words.
    (rf"\b({_WORD}|\d{{1,3}}) (?:in|out of)(?: every)? ({_WORD}|\d{{1,3}}\b){_NO_PART}", lambda it: _share(it[1], it[2])),
    (rf"\b(one|1) [a-z]+ in ({_WORD}|\d{{1,3}}\b){_NO_PART}", lambda it: _share(it[1], it[2])),
    (r"\b(a|one|two)[- ]thirds?\b(?= of\b|[.,;)]| \w+ed\b)", lambda it: _part(it[1], 3)),
    (r"\b(?:(a|one|three)[- ])?quarters?\b(?= of (?!\d)| \w+ed\b)", lambda it: _part(it[1] or "one", 4)),
    # Halves and times.
    (r"\bhalf an hour\b", lambda _: [("", 0.5), ("", 30.0)]),
    (rf"\bhalf a ({_SCALE})\b", lambda it: [("", _SCALES[it[1].lower()] / 2)]),
    (rf"\b({_WORD}|an?|\d+)(?: \w+)? and a half\b", lambda it: [("", _value(it[1]) + 0.5)]),
    (r"(?<!first )(?<!second )(?<!other )(?<!-)\bhalf\b(?!-)|\bhalv(?:e|es|ed|ing)\b", lambda _: [("%", 50.0)]),
    (r"\btwice(?= (?:as|the|its|that)\b)|\bdoubl(?:e|es|ed|ing)\b|\btwofold\b", lambda _: [("times", 2.0)]),
    (r"\btripl(?:e|es|ed|ing)\b|\btrebl(?:e|es|ed|ing)\b|\bthreefold\b", lambda _: [("times", 3.0)]),
    (rf"\b({_WORD}|{_DIGITS})(?: times\b|x\b|-?fold\b)", lambda it: [("times", _value(it[1])), ("", _value(it[1]))]),
    (r"\b(\d+) hours?(?: and)? (\d+) minutes?\b", _minutes),
    # Everything else.
    (rf"(?<![\w.,£$€])({_DIGITS}) ?(?:p|pence)\b", lambda it: [("£", _value(it[1]) / 100)]),
    (r"\bnil\b", lambda _: [("", 0.0), ("£", 0.0), ("%", 0.0)]),
    (rf"\b(?:an?|one) ({_SCALE})\b", lambda it: [("", float(_SCALES[it[1].lower()]))]),
    # “One place” counts nothing; “a one-year trial” does.
    (rf"\bone or two\b|(?<!ty[- ])\bone\b(?!-{_TIME}\b)", _nothing),
    (
        rf"(?:(?P<sign>[£$€]) ?)?(?<![\w.,])(?:(?P<digits>{_DIGITS})|(?P<word>{_WORD})(?:[- ](?P<word_scale>{_SCALE})\b)?)"
        rf"(?: ?(?P<short>k|mn|m|bn)\b|[ -](?P<scale>{_SCALE})\b)?"
        r"(?P<percent> ?%|[ -]per ?cent(?:age)?\b)?(?: (?:US )?(?P<money>pound|gbp|dollar|usd|euro|eur)s?\b)?",
        _number,
    ),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), read) for pattern, read in _FORMS)

_NEAR: dict[Hedge, str] = {
    "about": r"about|around|some|roughly|approximately|approx\.?|circa|close to|~",
    "over": "over|more than|at least|above|past|beyond|exceeded|exceeding|upwards of",
    "nearly": "nearly|almost|under|less than|fewer than|below|up to|as many as|within|just short of",
}
_BEFORE = tuple(
    (hedge, re.compile(rf"(?:\b|(?=~))(?:{words})(?: (?:just|a|an|the|another))?[ ~]*(?:US|NZ|AU|A|S|DKK )?$", re.IGNORECASE))
    for hedge, words in _NEAR.items()
)
_ANYWHERE = tuple((hedge, re.compile(rf"\b(?:{words})(?!\w)", re.IGNORECASE)) for hedge, words in _NEAR.items())


def figures(text: str) -> list[Figure]:
    """Every number in a text, in order."""
    rest, found = text, []
    for pattern, read in _COMPILED:
        for match in list(pattern.finditer(rest)):
            meant = read(match)
            if meant is None:
                continue
            readings = frozenset(meant)
            if readings:
                found.append(_figure(text, match, readings))
            rest = rest[: match.start()] + "\0" * (match.end() - match.start()) + rest[match.end() :]
    return list(_ranges(text, sorted(found, key=lambda it: it.start)))


def hedge_in(words: str) -> Hedge:
    """How a number is held off by words that stand somewhere else, as in a measure: “Calls answered, about”."""
    return next((hedge for hedge, pattern in _ANYWHERE if pattern.search(words)), "")


def _figure(text: str, match: re.Match[str], readings: frozenset[Reading]) -> Figure:
    digits = re.search(_DIGITS, match[0])
    before = text[max(0, match.start() - 30) : match.start()]
    hedge: Hedge = next((hedge for hedge, pattern in _BEFORE if pattern.search(before)), "")
    figure = Figure(match.start(), match.end(), match[0].strip(), readings, hedge, is_word=not digits)
    if not digits:
        return figure
    whole, _, decimals = digits[0].replace(",", "").partition(".")
    noughts = 0 if decimals else len(whole) - len(whole.rstrip("0"))
    return replace(figure, step=10.0 ** (noughts - len(decimals)) * _scale(figure))


def _ranges(text: str, found: list[Figure]) -> Iterator[Figure]:
    """The numbers, where two are the ends of a range each also with what only the other was given: its sign, its unit, its “million”."""
    for place, figure in enumerate(found):
        before = found[place - 1] if place and _BETWEEN.fullmatch(text[found[place - 1].end : figure.start]) else None
        after = found[place + 1] if place + 1 < len(found) and _BETWEEN.fullmatch(text[figure.end : found[place + 1].start]) else None
        lent = {reading for other in (before, after) if other for reading in _lent(figure, other)}
        yield replace(
            figure,
            readings=figure.readings | lent,
            hedge=figure.hedge or (before.hedge if before and " and " not in text[before.end : figure.start] else ""),
        )


_BETWEEN = re.compile(r" ?[-–] ?| (?:to|and|or) ")


def _lent(figure: Figure, other: Figure) -> Iterator[Reading]:
    scales = {1.0, _scale(other)} if _scale(figure) == 1 else {1.0}
    for own, value in figure.readings:
        for kind, _ in other.readings:
            if not {own, kind} & {"month", "day", "times"}:
                yield from ((which, round(value * scale, 6)) for which in (own, kind) for scale in scales)


def _scale(figure: Figure) -> float:
    """What its digits are multiplied by: a million in “3 million”."""
    word = re.search(rf"\d[ -]?({_SCALE}|{'|'.join(_SHORT)})\b", figure.written, re.IGNORECASE)
    return float((_SCALES | _SHORT)[word[1].lower()]) if word else 1.0
