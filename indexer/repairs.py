"""What to say about front matter that does not parse, and how to go on: most often words only lack quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from indexer.safe_yaml import place_of, yaml_events


@dataclass(frozen=True, slots=True)
class Repair:
    """A broken line: its row and column (counting from 0), what is wrong, the fix, and the line put right."""

    row: int
    column: int
    says: str
    fix: str
    line: str = ""


_NAMED = re.compile(r"(?P<lead>\s*(?:- +)?(?P<name>[A-Za-z_]+):[ \t]+)(?P<value>\S.*)")
_ITEM = re.compile(r"(?P<lead>\s*- +)(?P<value>\S.*)")

#: Parsers' words for what is wrong, and ours; and whether it is better shown where it began than where it was noticed.
_PLAIN_WORDS = (
    (r"'\\t'|tab character", "Words must not begin with a tab.", "Replace the tab with a space.", False),
    (
        r"quoted scalar",
        "A quotation mark must be closed by another one like it.",
        "Add the missing quotation mark at the end of the words.",
        True,
    ),
    (
        r"flow (sequence|mapping)|',' or ']'|',' or '}'",
        "A list in brackets must be closed, and commas must stand between its parts.",
        "Look for a missing bracket or comma. Words with a colon, a comma or a bracket in them must be in double quotes.",
        True,
    ),
    (r"levels inside", "Fields must not be nested so deep.", "Copy the shape from TEMPLATE.md.", False),
    (r"more values than", "There must be fewer values.", "Shorten the longest lists.", False),
    (
        r"mapping values|block (mapping|collection|end)|could not find expected ':'|simple key|expected key",
        "Each line must be `name: value`, or an item of the list above it, lined up with its neighbours.",
        "Look at this line and the one above for a missing colon, or for spaces before the name.",
        False,
    ),
)
_OTHERWISE = (
    "The fields must be YAML that can be read; here it cannot.",
    "Look on this line for a colon, a bracket or a quotation mark inside words, and put those words in double quotes.",
    False,
)


def repair(lines: list[str], error: yaml.YAMLError) -> Repair | None:
    """The line that broke the parse, with its words in double quotes, if that lets the reading go on."""
    broken = _row(error)
    context = getattr(error, "context_mark", None)
    for row in dict.fromkeys((broken, context.line if context else broken, broken - 1)):
        if not 0 <= row < len(lines):
            continue
        mended = _quoted(lines[row], row)
        if mended and _reads_past(lines, mended, max(row, broken)):
            return mended
    return None


def explain(lines: list[str], error: yaml.YAMLError) -> Repair:
    """What is wrong, in plain words, where the parser stopped or where the trouble began."""
    problem = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or error}"
    if any(line[: len(line) - len(line.lstrip())].count("\t") for line in lines[_row(error) : _row(error) + 1]):
        problem = "tab character"
    says, fix, began = next(((says, fix, began) for pattern, says, fix, began in _PLAIN_WORDS if re.search(pattern, problem)), _OTHERWISE)
    row, column = place_of((began and getattr(error, "context_mark", None)) or getattr(error, "problem_mark", None))
    return Repair(min(row, max(0, len(lines) - 1)), column, says, fix)


def reads(text: str) -> bool:
    """Whether a text is YAML that can be read."""
    try:
        for _ in yaml_events(text):
            pass
    except yaml.YAMLError:
        return False
    return True


def _row(error: yaml.YAMLError) -> int:
    return place_of(getattr(error, "problem_mark", None))[0]


def _quoted(line: str, row: int) -> Repair | None:
    """The same line with its value in double quotes, and why; None where quotation marks would not help."""
    match = _NAMED.fullmatch(line.rstrip()) or _ITEM.fullmatch(line.rstrip())
    if not match or match["value"][0] in "[{|>":
        return None
    value = match["value"]
    name = f"`{match['name']}`" if match.re is _NAMED else "This item"
    if value[0] in "\"'":
        closed = len(value) > 1 and value[-1] == value[0]
        words = value[1:-1] if closed else value[1:] if value[0] == '"' else value
        says = f"{name} must have no straight quotation marks inside its quotation marks."
        if not closed:
            says = f"{name} must end with the quotation mark it begins with."
    else:
        words = value
        why = "there is a colon and a space in it" if ":" in value else f"it begins with “{value[0]}”"
        says = f"{name} must be in double quotes, because {why}."
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    mended = f'{match["lead"]}"{escaped}"'
    shown = mended.strip() if len(mended) <= 160 else mended.strip()[:150] + '…"'
    return Repair(row, len(match["lead"]), says, f"Write: {shown}", mended)


def _reads_past(lines: list[str], mended: Repair, broken: int) -> bool:
    """Whether the parser gets further than the broken line once it is mended."""
    try:
        for _ in yaml_events("\n".join([*lines[: mended.row], mended.line, *lines[mended.row + 1 :]]) + "\n"):
            pass
    except yaml.YAMLError as error:
        return _row(error) > broken
    return True
