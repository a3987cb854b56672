"""From what was typed into the form to the Markdown file: the inverse of what the rule book reads, and where each line came from."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from indexer import CASE_STUDY_FIELDS, Field, Vocabulary, anchor_for
from portal.contribute.steps import ALONE, NEEDED_SECTIONS, SECTIONS

#: What a draft holds: words, lists of words, and lists of rows, by the form's names.
Values = Mapping[str, Any]

#: How long until someone should check a new case study again.
CHECK_AGAIN = timedelta(days=365)

LONGEST_SLUG = 60

#: The folder of a case study that names nobody yet. The rule book asks for a council before it can be sent.
NOBODY = "nobody-yet"

#: Written bare: a slug, a choice, a number or a date. All else goes in double quotes, where nothing has a meaning of its own.
_BARE = re.compile(r"[A-Za-z][A-Za-z0-9]*([.-][A-Za-z0-9]+)*|-?\d{1,15}(\.\d{1,6})?|\d{4}-\d\d(-\d\d)?")
_WORDS_OF_YAML = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it would be sent: its path under the folder of case studies, its text, and the form's name for each of its lines."""

    path: str
    text: str
    names: Mapping[int, str]

    @property
    def slug(self) -> str:
        """The name in its address."""
        return self.path.rpartition("/")[2].removesuffix(".md")

    @property
    def content(self) -> bytes:
        """The file's bytes."""
        return self.text.encode()


def write(values: Values, vocabulary: Vocabulary, taken: Callable[[str], bool], today: date) -> Written:
    """The file for what was typed so far. Needed fields are always there, so that the rule book can name the line that lacks one."""
    whole = dict(values) | {"councils": slugs(values.get("councils", ()), vocabulary.councils)}
    whole["partners"] = slugs(values.get("partners", ()), vocabulary.partners)
    for name, (group, part) in ALONE.items():
        whole[group] = whole.get(group, {}) | {part: values.get(name, "")}
    whole["published"], whole["review_by"] = today.isoformat(), (today + CHECK_AGAIN).isoformat()
    lines = ["---"]
    names: dict[int, str] = {}
    for line, name in (*_front(whole), ("---", ""), ("", ""), *_text(values)):
        lines.append(line)
        names[len(lines)] = name
    return Written(_path(whole, vocabulary, taken), "\n".join(lines).rstrip() + "\n", names)


def slugs(typed: list[str], known: Mapping[str, Any]) -> list[str]:
    """The slug for each name that was typed, where the agreed list knows it; else what was typed."""
    # Where two share a name, such as an old council and the one that took its place, the one that is still there is meant.
    ended_first = sorted(known.items(), key=lambda pair: getattr(pair[1], "end_date", None) is None)
    by_name = {name.casefold(): slug for slug, it in ended_first for name in _names(it)}
    found = [by_name.get(_one_line(name).casefold(), _one_line(name)) for name in typed]
    return list(dict.fromkeys(filter(None, found)))


def _names(it: Any) -> tuple[str, ...]:
    return (*getattr(it, "other_names", ()), *filter(None, [getattr(it, "short_name", "")]), it.name)


def _path(values: Values, vocabulary: Vocabulary, taken: Callable[[str], bool]) -> str:
    """The lead's folder and a free name made of the title."""
    leads = [it for it in values["councils"] if it in vocabulary.councils] or [it for it in values["partners"] if it in vocabulary.partners]
    title = _one_line(values.get("title", ""))
    stem = anchor_for(title)[:LONGEST_SLUG].strip("-") if title else "untitled"
    slug = next(name for number in range(1, 10_000) if not taken(name := f"{stem}-{number}" if number > 1 else stem))
    return f"{leads[0] if leads else NOBODY}/{slug}.md"


def _front(values: Values) -> Iterator[tuple[str, str]]:
    for each in CASE_STUDY_FIELDS:
        given: Any = values.get(each.name) or ""
        if each.kind == "group" and each.many:
            yield from _rows(each, given or [])
        elif each.kind == "group":
            yield from _group(each, given or {})
        elif each.many:
            items = [words for it in given if (words := _scalar(each, it))]
            if items or each.needed:
                yield f"{each.name}: [{', '.join(items)}]", each.name
        elif given or each.needed:
            yield f"{each.name}: {_scalar(each, given)}".rstrip(), each.name


def _group(field: Field, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    form_name = {(group, part): name for name, (group, part) in ALONE.items()}
    if any(given.values()):
        yield f"{field.name}:", form_name[field.name, field.parts[0].name]
        for part in field.parts:
            if given.get(part.name) or part.needed:
                yield f"  {part.name}: {_scalar(part, given.get(part.name, ''))}".rstrip(), form_name[field.name, part.name]


def _rows(field: Field, rows: list[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """One entry for each row that has something in it. An empty row on the form is only room to write."""
    filled = [(number, row) for number, row in enumerate(rows) if is_filled(row)]
    if filled:
        yield f"{field.name}:", field.name
    for number, row in filled:
        lead = "  - "
        for part in field.parts:
            if row.get(part.name) or part.needed:
                yield f"{lead}{part.name}: {_scalar(part, row.get(part.name, ''))}".rstrip(), f"{field.name}-{number}-{part.name}"
                lead = "    "


#: Parts that the form fills in by itself, which alone do not make a row.
_BY_ITSELF = ("currency", "estimate")


def is_filled(row: Mapping[str, str]) -> bool:
    """Whether something was typed into a row."""
    return any(value for name, value in row.items() if name not in _BY_ITSELF)


def _text(values: Values) -> Iterator[tuple[str, str]]:
    for name, heading in SECTIONS.items():
        body = str(values.get(name, "")).strip()
        if body or name in NEEDED_SECTIONS:
            yield from ((line, name) for line in (f"## {heading}", "", *(body.split("\n") if body else ()), ""))


def _scalar(field: Field, text: str) -> str:
    words = _one_line(text)
    bare = field.kind not in ("text", "url", "email") and _BARE.fullmatch(words) and words.lower() not in _WORDS_OF_YAML
    return (
        words if not words or bare or (field.kind == "yes or no" and words in ("true", "false")) else json.dumps(words, ensure_ascii=False)
    )


def _one_line(text: str) -> str:
    return " ".join(str(text).split())
