"""Case studies as the rows of a spreadsheet: CSV (RFC 4180) with a byte order mark, without which Excel spoils Welsh letters."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from indexer import CaseStudy, Hit, Vocabulary, filter_values
from portal import casestudies
from portal.templating import evidence_name

#: A spreadsheet holds at most this many case studies.
MOST_ROWS = 10_000

#: A spreadsheet would run a cell that begins so. What cannot be seen before it hides nothing; some programs read wide signs as plain ones.
_WOULD_RUN = re.compile("[\\s\x00-\x20\u200b-\u200f\u2060\ufeff\"']*[=+\\-@＝＋－＠]|[\t\r\n]")

#: Control characters, but for tabs and ends of lines.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """A case study with what its cells are worked out from. `values` are the names of its values in each filter, as one text each."""

    it: CaseStudy
    grade: int
    vocabulary: Vocabulary
    address: str
    values: Mapping[str, str]


#: Each column: its name, and its cell.
COLUMNS: tuple[tuple[str, Callable[[Row], str]], ...] = (
    ("Title", lambda row: row.it.title),
    ("Councils", lambda row: row.values["council"]),
    ("Partners", lambda row: row.values["partner"]),
    ("Nation", lambda row: row.values["nation"]),
    ("Status", lambda row: row.it.status.capitalize()),
    ("Evidence", lambda row: evidence_name(row.grade)),
    ("Themes", lambda row: row.values["theme"]),
    ("Started", lambda row: str(row.it.started or "")),
    ("Ended", lambda row: str(row.it.ended or "")),
    ("Summary", lambda row: row.it.summary),
    ("What changed", lambda row: _listed(casestudies.outcomes_in_words(row.it))),
    ("Cost", lambda row: _listed(casestudies.costs_in_words(row.it))),
    ("Licence", lambda row: row.values["licence"]),
    ("Attribution", lambda row: casestudies.citation(row.it, row.vocabulary, row.address)),
    ("Address", lambda row: row.address),
    ("Published", lambda row: row.it.published.isoformat()),
    ("Updated", lambda row: row.it.updated.isoformat() if row.it.updated else ""),
)


def spreadsheet(hits: Iterable[Hit], vocabulary: Vocabulary, address: Callable[[str], str]) -> Iterator[str]:
    """The lines of a spreadsheet, the names of the columns first. `address` gives a case study's permanent address by its slug."""
    yield "\ufeff" + line(name for name, _ in COLUMNS)
    for hit in hits:
        named = filter_values(hit.case_study, vocabulary, hit.evidence)
        values = {name: _listed(found.values()) for name, found in named.items()}
        row = Row(hit.case_study, hit.evidence, vocabulary, address(hit.case_study.slug), values)
        yield line(harmless(cell(row)) for _, cell in COLUMNS)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: one that begins like one gets an apostrophe, which shows as nothing in most."""
    cell = _UNREADABLE.sub("", cell)
    return f"'{cell}" if _WOULD_RUN.match(cell) else cell


def line(cells: Iterable[str]) -> str:
    """One line, every cell in quotation marks, so that a program which parts cells at semicolons finds none either."""
    line = io.StringIO()
    csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def _listed(values: Iterable[str]) -> str:
    return "; ".join(values)
