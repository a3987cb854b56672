"""Where each block of a Word file belongs in the form. What belongs nowhere is kept with the heading it stood under, never dropped.

headings say which part of the text follows, or which table; tables are known by the cells of their first row, or by their labels
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from indexer import Vocabulary
from portal.contribute.steps import SECTIONS, WORDS
from portal.contribute.values import most_rows
from portal.contribute.word.blocks import Block, Heading, Picture, Table, Text, escaped
from portal.contribute.word.help import CHOOSE, is_help
from portal.contribute.word.names import (
    ALL_SECTIONS,
    FIELD_LABELS,
    GROUP_HEADINGS,
    GROUPS,
    MOST_COLUMNS,
    OUR_SECTIONS,
    columns,
    label,
    plain,
)
from portal.contribute.word.reading import ROWS, lists, source_number, value
from portal.contribute.writing import is_filled, slugs

#: Where words stand that come before any heading.
BEGINNING = "The beginning"

#: Fields that may stand under a heading of their own. Others, such as “From”, mean too much else as headings.
_HEADED = {"summary", "themes", "barriers", "councils", "partners", "technology", "suppliers", "funding", "status"}

#: Words in bold on a line of their own are a heading where they are a known one and no longer than this.
_LONGEST_HEADING = 80

_URL = re.compile(r"https?://[^\s<>()\[\]]+[^\s<>()\[\].,;]")
_LABELLED = re.compile(r"([^:\n]{2,40}):[ \t]+(\S.*)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that we had no place for, and the heading they stood under."""

    where: str
    words: str


@dataclass(slots=True)
class Placed:
    """What the form is filled with, what is left over, and the pictures with the heading each stood under."""

    values: dict[str, Any] = field(default_factory=dict)
    unplaced: list[Piece] = field(default_factory=list)
    pictures: list[tuple[str, Picture]] = field(default_factory=list)


def place(found: Iterable[Block], vocabulary: Vocabulary) -> Placed:
    """Put each block where it belongs."""
    placer = _Placer(vocabulary)
    for block in found:
        placer.take(block)
    placer.finish()
    return placer.placed


@dataclass(slots=True)
class _Placer:
    """Goes down the document, and remembers under which heading it is. `target` is a part of the text, a field, a group, or nothing."""

    vocabulary: Vocabulary
    placed: Placed = field(default_factory=Placed)
    target: str = ""
    level: int = 0
    where: str = BEGINNING
    #: Another heading for a part that has words already: it stands above what follows, if anything does.
    pending: str = ""

    def take(self, block: Block) -> None:
        """Place one block."""
        if isinstance(block, Picture):
            self.placed.pictures.append((self.where, block))
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Heading):
            self._heading(block)
        elif not is_help(block.plain):
            known = block.bold and len(block.plain) <= _LONGEST_HEADING and self._meant(block.plain, any_name=True)
            if known:
                self._heading(Heading(self.level or 2, block.plain))
            else:
                self._text(block)

    def finish(self) -> None:
        """What can only be said once everything is read: which source a row means."""
        titles = [row["title"] for row in self.placed.values.get("sources", ())]
        for group in ("outcomes", "costs"):
            for number, row in enumerate(self.placed.values.get(group, ()), 1):
                said, row["source"] = row["source"], source_number(row["source"], titles)
                if said and not row["source"]:
                    self._left(f"{label(group)}, row {number}, source", said)

    def _meant(self, words: str, any_name: bool) -> str:
        known = plain(words)
        found = OUR_SECTIONS.get(known) or (any_name and (ALL_SECTIONS.get(known) or GROUP_HEADINGS.get(known)))
        if not found and any_name and FIELD_LABELS.get(known) in _HEADED:
            found = FIELD_LABELS[known]
        return found or ""

    def _heading(self, heading: Heading) -> None:
        if is_help(heading.words):
            return
        meant = self._meant(heading.words, any_name=not self.target or heading.level <= self.level)
        values = self.placed.values
        self.pending = ""
        if meant:
            if meant in SECTIONS and values.get(meant) and meant != self.target:
                self.pending = f"### {escaped(heading.words)}"
            self.target, self.level, self.where = meant, heading.level, heading.words
        elif self.target in SECTIONS and heading.level > self.level:
            self._add(self.target, f"{'#' * min(2 + heading.level - self.level, 6)} {escaped(heading.words)}")
        elif not values.get("title") and not self.target and heading.level <= 1 and self.where == BEGINNING:
            values["title"] = heading.words
        elif not self.target and heading.level > self.level and self.where != BEGINNING:
            self._left(self.where, heading.words)
        else:
            self.target, self.level, self.where = "", heading.level, heading.words
            # A heading with nothing under it is still words.
            self._left(self.where, "")

    def _text(self, block: Text) -> None:
        if self.target in SECTIONS:
            self._add(self.target, block.markdown, block.is_list or bool(re.match(r"(- |\d{1,2}\. )", block.markdown)))
        elif self.target == "sources":
            for line in block.plain.split("\n"):
                self._source(line)
        elif self.target and self.target not in GROUPS:
            self._field(self.target, block.plain)
        elif self.where == BEGINNING:
            self._beginning(block)
        else:
            self._left(self.where, block.plain)

    def _beginning(self, block: Text) -> None:
        """Lines such as “Council: Anytown” say which field they are. Everything else is left over."""
        for line in block.plain.split("\n"):
            said = _LABELLED.fullmatch(line)
            name = FIELD_LABELS.get(plain(said[1]), "") if said else ""
            if said and name:
                self._field(name, said[2])
            else:
                self._left(BEGINNING, line)

    def _add(self, section: str, markdown: str, is_list: bool = False) -> None:
        if self.pending:
            heading, self.pending = self.pending, ""
            self._add(section, heading)
        before = self.placed.values.get(section, "")
        last = before.rpartition("\n")[2]
        gap = "\n" if is_list and re.match(r"(- |\d{1,2}\. )", last) else "\n\n"
        self.placed.values[section] = f"{before}{gap}{markdown}" if before else markdown

    def _left(self, where: str, words: str) -> None:
        """Keep words that have no place, together with those before them under the same heading."""
        pieces = self.placed.unplaced
        if pieces and pieces[-1].where == where:
            pieces[-1] = Piece(where, "\n".join(filter(None, (pieces[-1].words, words))))
        else:
            pieces.append(Piece(where, words))

    def _field(self, name: str, words: str) -> None:
        """Fill a field. What it cannot hold, or would take the place of something else, is left over."""
        values = self.placed.values
        said, rest = value(name, words, lists(self.vocabulary))
        if name in ("councils", "partners"):
            # Nobody names more: what follows is left whole, and costs nothing to look up.
            said = [body for line in said[:50] for body in self._bodies(name, line)] + said[50:]
        if isinstance(said, list):
            joined = list(dict.fromkeys([*values.get(name, ()), *said]))
            values[name] = joined[: most_rows(name)]
            rest = "\n".join(filter(None, (rest, *joined[most_rows(name) :])))
        elif name == "summary" and values.get(name):
            values[name] = f"{values[name]} {said}"
        elif values.get(name) and said and values[name] != said:
            rest = words
        elif said:
            values[name] = said
        if rest:
            self._left(label(name), rest)

    def _bodies(self, name: str, line: str) -> list[str]:
        """The councils on a line: several, where each of them is known."""
        known: Mapping[str, Any] = self.vocabulary.councils if name == "councils" else self.vocabulary.partners
        parts = [part.strip() for part in re.split(r";|,| and | & ", line) if part.strip()]
        return parts if 1 < len(parts) <= 10 and all(slugs([part], known)[0] in known for part in parts) else [line]

    def _source(self, line: str) -> None:
        """A line of a list of sources: its address, and the rest as its title."""
        url = _URL.search(line)
        title = re.sub(r"^(\[?\d{1,2}[\].)]|[-•])\s+", "", _URL.sub("", line)).strip(" ,;:.()[]")
        self._row("sources", {"title": title or (url[0] if url else ""), "url": url[0] if url else ""})

    def _table(self, table: Table) -> None:
        rows = [row for row in table.rows if any(row)]
        if not rows:
            return
        group = max(GROUPS, key=lambda name: _fit(name, rows[0], self.target))
        if _fit(group, rows[0], self.target):
            self._group(group, rows)
        elif max(map(len, rows)) == 2 and sum(plain(_first(row)) in FIELD_LABELS for row in rows) >= 2:
            self._labels(rows)
        elif self.target in SECTIONS and max(map(len, rows)) <= MOST_COLUMNS:
            self._add(self.target, _markdown(rows))
        else:
            self._left(self.where, "\n".join(" | ".join(" ".join(cell.split()) for cell in row) for row in rows))

    def _labels(self, rows: list[tuple[str, ...]]) -> None:
        """A table with a label in front of each value. Below a label may stand help, which is ours."""
        for row in rows:
            name, words = FIELD_LABELS.get(plain(_first(row)), ""), row[1] if len(row) > 1 else ""
            more = [line for line in row[0].split("\n")[1:] if not is_help(line) and not line.startswith(CHOOSE)]
            if name and words:
                self._field(name, words)
            elif words and not (is_help(words) and is_help(_first(row))):
                self._left(_first(row) or self.where, words)
            if more or (not name and not words and not is_help(_first(row))):
                self._left(self.where, "\n".join(more or [row[0]]))

    def _group(self, group: str, rows: list[tuple[str, ...]]) -> None:
        parts = columns(group, rows[0])
        for number, cells in enumerate(rows[1:], 1):
            row: dict[str, str] = {}
            for place, words in enumerate(cells):
                part = parts[place] if place < len(parts) else ""
                said, rest = value(f"{group}.{part}", words, {}) if part and words else ("", words)
                if part:
                    row[part] = said
                if rest:
                    header = rows[0][place] if place < len(rows[0]) else ""
                    self._left(f"{label(group)}, row {number}", f"{header or WORDS[group].label}: {rest}".replace("\n", " "))
            self._row(group, row)

    def _row(self, group: str, row: dict[str, str]) -> None:
        if not is_filled(row):
            return
        whole = {part.name: row.get(part.name, "") for part in GROUPS[group].parts}
        if group in ROWS:
            ROWS[group](whole)
        rows = self.placed.values.setdefault(group, [])
        if len(rows) < most_rows(group):
            rows.append(whole)
        else:
            self._left(label(group), " | ".join(filter(None, whole.values())))


def _first(row: tuple[str, ...]) -> str:
    return row[0].split("\n")[0]


def _fit(group: str, header: tuple[str, ...], target: str) -> int:
    """How well a header fits a group: how many of its columns are known, and whether those that make the group are there."""
    parts = set(filter(None, columns(group, header)))
    makes = {
        "outcomes": "measure" in parts and bool(parts & {"before", "after", "change"}),
        "costs": "amount" in parts and len(parts) > 1,
        "sources": "title" in parts and bool(parts & {"publisher", "url"}),
        "assets": "title" in parts and "kind" in parts,
    }
    return (len(parts) * 2 + (target == group)) if makes[group] else 0


def _markdown(rows: list[tuple[str, ...]]) -> str:
    """A table of the text. A box with one column is no table, only words with a line round them."""
    width = max(map(len, rows))
    if width == 1:
        return "\n\n".join(escaped(cell) for row in rows for cell in row)
    lines = [
        "| " + " | ".join(escaped(" ".join(cell.split())).replace("|", "\\|") for cell in (*row, *[""] * (width - len(row)))) + " |"
        for row in rows
    ]
    return "\n".join((lines[0], "|" + " --- |" * width, *lines[1:]))
