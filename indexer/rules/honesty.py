"""Rules that keep figures honest: forecasts are marked, units agree, percentages can be, and figures have somebody behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.draft import Draft, is_empty
from indexer.kinds import one_line, read_value
from indexer.prose import Paragraph
from indexer.rules.contents import day
from indexer.rules.rule import rule, shown
from indexer.values import Flaw, Group, Scalar

#: A figure worth a source: money, a share, or a count of three digits or more. Not a year, a version, a date or a time.
_FIGURE = re.compile(
    r"(?<![\w.,£$€/:-])(?:[£$€] ?(\d[\d,]*(?:\.\d+)?)(?: ?(million|billion|m|bn|k)\b)?|"
    r"(\d[\d,]*(?:\.\d+)?)(?: ?(?:%|per cent)| (million|billion)\b)|"
    r"(\d{1,3}(?:,\d{3})+|\d{3,}))(?![\w/:-]|[.,]\d)"
)
_TIMES = {"million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "k": 1e3}
_CITED = re.compile(r"\[\d{1,3}(?: ?[,–-] ?\d{1,3})*\]")


@rule(
    "CB-801",
    why="A reader who repeats a figure is asked where it comes from.",
    fix="Cite its source by number, such as [1], or add it to `outcomes`.",
    severity="advice",
)
def carried(draft: Draft) -> Iterator[Flaw]:
    """A figure that first stands under “What changed” must be cited, or be among the outcomes."""
    loose = [it for it in draft.paragraphs if it.heading == "What changed" and not _is_cited(it) and _FIGURE.search(it.text)]
    known = _known(draft) if loose else set()
    for paragraph in loose:
        for match in _FIGURE.finditer(paragraph.text):
            value = _number(match)
            if value not in known and not (match[5] and 1900 <= value <= 2100 and "," not in match[5]):
                says = f"A figure under “What changed” must be cited or be among the outcomes; {shown(match[0])} is neither."
                yield Flaw(*paragraph.place(match.start()), says, "Cite its source by number, such as [1], or add it to `outcomes`.")
                known.add(value)


def _is_cited(paragraph: Paragraph) -> bool:
    """Whether its lines name a source. The marks are not in a paragraph's words, so its lines are looked at."""
    return any(_CITED.search(line.words) for line in paragraph.lines)


def _number(match: re.Match[str]) -> float:
    digits = next(group for group in (match[1], match[3], match[5]) if group)
    return round(float(digits.replace(",", "")) * _TIMES.get(match[2] or match[4] or "", 1), 6)


_ANY_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)(?: ?(million|billion|bn|m|k)\b)?")


def _known(draft: Draft) -> set[float]:
    """Every number in the outcomes, the costs and the sources, beside a source cited, or told before as what was so already."""
    texts = [it.value.text for it in draft.slots("text", "measurement", "number") if it.label.partition(".")[0] in _CARRIERS]
    texts += [it.text for it in draft.paragraphs if it.heading and (it.heading != "What changed" or _is_cited(it))]
    found = _ANY_NUMBER.finditer(" ; ".join(texts))
    return {round(float(match[1].replace(",", "")) * _TIMES.get(match[2] or "", 1), 6) for match in found}


_CARRIERS = ("outcomes", "costs", "sources")


_EXPECTED = re.compile(
    r"\b(expected|forecast(?:ed)?|projected|predicted|anticipated|hoped for|planned|intended|aim(?:s|ed)? to|target(?:ed)?|potential)\b",
    re.IGNORECASE,
)
#: Not what is expected, but what was compared with it, or foretold as a service.
_AGAINST = re.compile(
    r"\b(than|against|of|to|from|beyond|above|over|below|under|missed|met|beat|exceed\w*|the|its|their|by|in|as|what was|not|on)\s+"
    r"(\w+\s+)?(expected|planned|forecast(?:ed)?|projected|predicted|anticipated|intended|target(?:ed)?|potential)\b|"
    r"\b(expected|planned|intended|predicted|forecast|target|potential)\s+(demand|date|time|need|payments?|income|budget|users?|families|"
    r"households|hours|group|homes?|fraud|customers?|candidates|matches|cases|savings? (met|reached|achieved))\b|\([^)]*\)|\bagainst\b.*",
    re.IGNORECASE,
)


@rule(
    "CB-802",
    why="A hope that is taken for a result misleads the next council's business case.",
    fix="Write nature: forecast, or say what did happen.",
    severity="advice",
)
def forecast(draft: Draft) -> Iterator[Flaw]:
    """What is only expected must have the nature “forecast”."""
    published = day(draft, "published")
    for group in _outcomes(draft):
        nature, measure, period = (_text(group, name) for name in ("nature", "measure", "period"))
        if nature not in ("result", "scale"):
            continue
        found = _EXPECTED.search(_AGAINST.sub(" ", measure)) or _EXPECTED.search(_AGAINST.sub(" ", period))
        years = [int(year) for year in re.findall(r"\b20\d\d\b", period)]
        if found:
            why = f"it says {shown(found[0])}"
        elif years and published and min(years) > published.year:
            why = f"its time, {shown(period)}, was still to come when this was published"
        else:
            continue
        place = group.values.get("nature", group)
        says = f"What is only expected must have the nature “forecast”; {shown(measure)} has “{nature}”, and {why}."
        yield Flaw(place.line, place.column, says, "Write nature: forecast, or say what did happen.")


#: Each kind of figure, by the words it is measured in. Days can be set beside minutes, but not beside pounds.
_KINDS = (
    ("money", re.compile(r"[£$€]|\bpounds?\b")),
    ("a share", re.compile(r"%|\bper ?cent\b", re.IGNORECASE)),
    ("time", re.compile(r"\b(seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)$", re.IGNORECASE)),
)


@rule("CB-803", why="A bar chart of days beside percentages is nonsense.", fix="Give both in one unit, and name it in `unit`.")
def same_unit(draft: Draft) -> Iterator[Flaw]:
    """The figures before and after must be of one kind: money, time or a share."""
    for group in _outcomes(draft):
        units = {name: _units(_text(group, name)) for name in ("before", "after")}
        whole = _units(_text(group, "unit"))
        for name, other in (("before", units["after"]), ("after", whole), ("before", whole)):
            if units[name] and other and not units[name] & other:
                place = group.values[name]
                says = f"The figures before and after must be of one kind; here are {shown(min(units[name]))} and {shown(min(other))}."
                yield Flaw(place.line, place.column, says, "Give both in one unit, and name it in `unit`.")
                break


def _units(text: str) -> set[str]:
    return {name for name, words in _KINDS if words.search(text)}


#: What can be more than a whole: growth, a return, a ratio to something else.
_CAN_BE_MORE = re.compile(
    r"\b(increas|rise|rose|grow|growth|more|up\b|uplift|return|roi\b|improv|gain|ratio|target|planned|budget|of the (old|former|previous)|"
    r"capacity|overspen|compared|against|times|higher|faster|jump|surg|oversubscri|over-?run|markup|inflat|payback|additional|extra|change)",
    re.IGNORECASE,
)
_THREE_DIGITS = re.compile(r"\d{3}(?:\.\d+)? ?(?:%|per cent)")
_FELL_BY = re.compile(
    r"\b(fell|fall(?:en|s|ing)?|dropped|cut|reduced|reduction|decreased?|lower(?:ed)?|down|saved?|shrank)\b[^.;%]{0,40}?"
    r"\bby (?:over |about |nearly )?(\d{3,4}(?:\.\d+)?) ?(?:%|per cent)",
    re.IGNORECASE,
)


@rule("CB-804", why="One impossible figure makes readers doubt all the others.", fix="Look for a slip, or say what it is a share of.")
def possible(draft: Draft) -> Iterator[Flaw]:
    """A percentage must be one that can be: no share and no fall is over 100."""
    for group in _outcomes(draft):
        if not _text(group, "unit").startswith(("%", "per cent", "percent")):
            continue
        growth = _CAN_BE_MORE.search(f"{_text(group, 'measure')} {_text(group, 'unit')}")
        for name in ("before", "after", "change"):
            value = group.values.get(name)
            number = read_value("measurement", value) if isinstance(value, Scalar) and not value.empty else None
            over = isinstance(number, int | float) and (number < -100 if name == "change" else number > 100 and not growth)
            if over and isinstance(value, Scalar):
                says = f"A percentage must be one that can be; {shown(value.text + '%')} of {shown(_text(group, 'measure'))} is not."
                yield Flaw(value.line, value.column, says, "Look for a slip, or say in `measure` what it is a share of or that it grew.")
    for paragraph in draft.paragraphs if _THREE_DIGITS.search(draft.front.text or "") else ():
        for match in _FELL_BY.finditer(paragraph.text):
            if float(match[2]) > 100:
                says = f"A percentage must be one that can be; nothing falls by {match[2]}%."
                yield Flaw(*paragraph.place(match.start()), says, "Look for a slip, or give the figures before and after.")


_SAYS_NOTHING = re.compile(
    r"(the |a |total |overall |full |whole |project |programme )*"
    r"(costs?|total|price|amount|budget|money|spend|spending|value|n/?a|unknown|not known|various|other|misc\w*)\.?",
    re.IGNORECASE,
)


@rule("CB-805", why="A cost of a licence and a cost of everything cannot be compared.", fix="Say what the amount bought, and for how long.")
def covered(draft: Draft) -> Iterator[Flaw]:
    """A cost must say what it covers."""
    for slot in draft.slots("text"):
        if slot.label == "costs.covers" and _SAYS_NOTHING.fullmatch(one_line(slot.value.text)):
            says = f"`costs.covers` must say what the amount covers; {shown(slot.value.text)} does not."
            fix = "Say what it bought, and for how long: “Licence and set-up, over three years”."
            yield Flaw(slot.value.line, slot.value.column, says, fix)


def _outcomes(draft: Draft) -> Iterator[Group]:
    return (group for name, _, group in draft.groups if name == "outcomes")


def _text(group: Group, name: str) -> str:
    value = group.values.get(name)
    return one_line(value.text) if isinstance(value, Scalar) and not is_empty(value) else ""
