"""Rules about the text: its headings, and the sources it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.draft import Draft, Heading
from indexer.fault import Edit
from indexer.fields import NEEDED_HEADINGS, NOT_KNOWN, OPTIONAL_HEADINGS
from indexer.rules.nearest import nearest
from indexer.rules.rule import MOST_PER_RULE, rule, shown
from indexer.values import Flaw

_ORDER = (*NEEDED_HEADINGS, *OPTIONAL_HEADINGS)


def _second_level(draft: Draft) -> tuple[Heading, ...]:
    if draft.is_adoption or draft.front.text is None:
        return ()
    return tuple(heading for heading in draft.headings if heading.level == 2)


@rule(
    "CB-401",
    why="Readers compare case studies part by part, and a missing part hides what was not done.",
    fix="Add the heading, with something under it.",
)
def missing_heading(draft: Draft) -> Iterator[Flaw]:
    """The text must have each of the needed headings."""
    if draft.is_adoption or draft.front.text is None:
        return
    written = [heading.words for heading in _second_level(draft)]
    others = sorted(set(written).difference(_ORDER))[:MOST_PER_RULE]
    meant = {nearest(words, _ORDER) for words in others}
    for words in NEEDED_HEADINGS:
        # One that is only misspelt is told about by the next rule.
        if words not in written and words not in meant:
            fix = f"Add it in its place. If there is nothing to tell, write “{NOT_KNOWN}” under it and say why."
            yield Flaw(draft.front.text_line, 1, f"The text must have the heading “## {words}”.", fix)


@rule(
    "CB-402",
    why="Parts with the same names can be found, compared and ticked off.",
    fix="Use one of the fixed headings, or ### for a smaller one under it.",
    mends="capitals and punctuation",
)
def unknown_heading(draft: Draft) -> Iterator[Flaw]:
    """A heading must be one of the fixed ones."""
    written = {heading.words for heading in _second_level(draft)}
    for heading in _second_level(draft):
        if heading.words not in _ORDER:
            near = nearest(heading.words, _ORDER)
            fix = f"Did you mean “## {near}”?" if near else "Put it under one of the fixed headings, with ### for a smaller one."
            same = near and near not in written and re.sub(r"\W", "", near.lower()) == re.sub(r"\W", "", heading.words.lower())
            edit = Edit(heading.line, 1, f"## {heading.words}", f"## {near}") if same else None
            yield Flaw(heading.line, 1, f"A heading must be one of the fixed ones; {shown(heading.words)} is not.", fix, edit=edit)


@rule("CB-403", why="Readers find their place by the order.", fix="Move the heading and the text under it.")
def heading_order(draft: Draft) -> Iterator[Flaw]:
    """The headings must be in their order."""
    last = ""
    for heading in _second_level(draft):
        if heading.words in _ORDER:
            if last and _ORDER.index(heading.words) < _ORDER.index(last):
                fix = f"The order is: {'; '.join(_ORDER)}."
                yield Flaw(heading.line, 1, f"“## {heading.words}” must come before “## {last}”.", fix)
            else:
                last = heading.words


@rule("CB-404", why="A link to a heading can lead to one place only.", fix="Join the two.")
def heading_twice(draft: Draft) -> Iterator[Flaw]:
    """A heading must be there once."""
    seen: dict[str, int] = {}
    for heading in _second_level(draft):
        if heading.words in seen:
            says = f"The heading {shown(heading.words)} must be there once; it is also on line {seen[heading.words]}."
            yield Flaw(heading.line, 1, says, "Join the two.")
        seen.setdefault(heading.words, heading.line)


@rule("CB-405", why="An empty part looks like something that was lost.", fix="Write something under it, or say that it is not known.")
def empty_heading(draft: Draft) -> Iterator[Flaw]:
    """A heading must have text under it."""
    every = draft.headings if draft.front.text is not None and not draft.is_adoption else ()
    for number, heading in enumerate(every):
        under = [heading.body]
        # By number: a copy of the rest for each heading would take seconds in a file of nothing but headings.
        for later in (every[place] for place in range(number + 1, len(every))):
            if later.level <= heading.level:
                break
            under.append(later.body)
        if heading.level >= 2 and not "".join(under).strip():
            fix = f"Write something under it. If there is nothing to tell, write “{NOT_KNOWN}” and say why."
            yield Flaw(heading.line, 1, f"The heading {shown(heading.words)} must have text under it.", fix)


@rule(
    "CB-406",
    why="What stands above the first heading is not shown, and a heading written another way is shown as words.",
    fix="Begin the text with “## The problem”, and give every heading two or more # and a space.",
    mends="the space after #",
)
def structure(draft: Draft) -> Iterator[Flaw]:
    """The text must begin with a heading, and every heading must be written with ## or ### and a space."""
    if draft.is_adoption or draft.front.text is None:
        return
    every = draft.headings
    if every[0].body.strip() and _second_level(draft):
        fix = "Move this text under a heading: readers would not see it here."
        yield Flaw(every[0].line, 1, "The text must begin with the heading “## The problem”.", fix)
    for heading in every:
        if heading.level == 1:
            fix = "Delete it if it is the title, which is a field and is shown above the text; otherwise write ##."
            yield Flaw(heading.line, 1, "The text must have no heading with a single #.", fix)
    before = ""
    for line in draft.lines:
        if _NO_SPACE.match(line.words) and not line.is_code:
            hashes = line.words[: len(line.words) - len(line.words.lstrip("#"))]
            edit = Edit(line.number, 1, line.words[: len(hashes) + 1], f"{hashes} {line.words[len(hashes)]}")
            yield Flaw(line.number, 1, "A heading must have a space after its #.", f"Write {hashes} and then a space.", edit=edit)
        if before and _UNDERLINE.fullmatch(line.words) and not line.is_code:
            fix = "Leave an empty line above it for a rule, or write the line above as “## …”."
            yield Flaw(line.number, 1, "A line of hyphens must not touch the words above it: it would make them a heading.", fix)
        before = "" if line.is_code else line.words.strip()


#: `##Steps` and `#Steps`, but not `#1`, which is how people write a number.
_NO_SPACE = re.compile(r"#{2,6}[^#\s]|#[A-Z]")
_UNDERLINE = re.compile(r"(-{2,}|=+) *")

#: `[1]`, `[1, 2]` and `[1-3]`, but neither a link `[1](…)` nor, at the start of a line, its address `[1]: …`.
_CITATION = re.compile(r"(?<![!\\])(?!^\[\d+\]:)\[(\d{1,3}(?: ?[,–-] ?\d{1,3})*)\](?!\()")


@rule("CB-407", why="A reader who follows the number must find the source.", fix="Add the source under `sources`, or mend the number.")
def citation(draft: Draft) -> Iterator[Flaw]:
    """A number in the text, such as [1], must be that of a source."""
    count = draft.source_count()
    if count is None:
        return
    for line in draft.lines:
        if line.is_code or "[" not in line.words:
            continue
        for match in _CITATION.finditer(_without_code(line.words)):
            for cited in re.findall(r"\d+", match[1]):
                if not 1 <= int(cited) <= count:
                    yield Flaw(line.number, match.start() + 1, f"[{cited}] must be the number of a source; {_there_are(count)}.", _FIX)


@rule("CB-408", why="A reader who follows the number must find the source.", fix="Add the source under `sources`, or mend the number.")
def source_number(draft: Draft) -> Iterator[Flaw]:
    """The source of an outcome or a cost must be one of the sources."""
    count = draft.source_count() or 0
    for slot in draft.slots("source number"):
        if slot.value.text.isdecimal() and int(slot.value.text[:9]) > count:
            says = f"`{slot.label}` must be the number of a source; {_there_are(count)}."
            yield Flaw(slot.value.line, slot.value.column, says, _FIX)


_FIX = "Add the source under `sources`, or mend the number. Sources count from 1."


def _without_code(line: str) -> str:
    """The line with spaces for the code in it: what stands between two runs of as many backticks."""
    runs = [(match.start(), match.end()) for match in re.finditer("`+", line)]
    kept, end = "", 0
    opened: tuple[int, int] | None = None
    for start, stop in runs:
        if opened is None:
            opened = start, stop
        elif stop - start == opened[1] - opened[0]:
            kept += line[end : opened[0]] + " " * (stop - opened[0])
            opened, end = None, stop
    return kept + line[end:]


def _there_are(count: int) -> str:
    return {0: "there are none", 1: "there is only one"}.get(count, f"there are {count}")
