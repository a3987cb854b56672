"""What filtering, sorting and counting need to know of every case study, kept in memory as arrays.

Counts are exact: a filter's own choice is lifted, every other one holds (rules of search 3 and 4).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from indexer.arrays import Flags, Numbers
from indexer.casestudy import CaseStudy
from indexer.embedded.tally import Column, Shown, Tally
from indexer.embedded.words import whole_words
from indexer.filters import FILTERS, filter_values, value_name
from indexer.query import Count
from indexer.vocabulary import Vocabulary

_NAMES = "catalogue.json"
_ARRAYS = "catalogue.npz"
_ROWS = "catalogue.jsonl"


def row_for(case_study: CaseStudy, grade: int, vocabulary: Vocabulary) -> bytes:
    """What the catalogue keeps of one case study, as a line of JSON."""
    row = {
        "slug": case_study.slug,
        "title": case_study.title,
        "changed": case_study.last_changed.toordinal(),
        "grade": grade,
        "previous": case_study.previous_slugs,
        "values": filter_values(case_study, vocabulary, grade),
    }
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


def read_rows(folder: Path) -> list[bytes]:
    """The row of each case study of a generation, in order of slug."""
    return (folder / _ROWS).read_bytes().splitlines(keepends=True)


def read_previous_slugs(folder: Path) -> dict[str, str]:
    """The slug now of each that a case study of a generation had before."""
    previous: dict[str, str] = json.loads((folder / _NAMES).read_bytes())["previous"]
    return previous


def write_catalogue(folder: Path, lines: Sequence[bytes]) -> None:
    """Keep the rows, in order of slug, for the next build; and what is in them as a reader opens it soonest."""
    (folder / _ROWS).write_bytes(b"".join(lines))
    rows: list[dict[str, Any]] = msgspec.json.decode(b"[%b]" % b",".join(lines))
    names: dict[str, dict[str, str]] = {each.name: {} for each in FILTERS}
    arrays: dict[str, Any] = {"changed": [row["changed"] for row in rows], "grades": [row["grade"] for row in rows]}
    for name, named in names.items():
        column = [row["values"][name] for row in rows]
        for values in column:
            named |= values
        number = {value: place for place, value in enumerate(named)}
        arrays[f"{name} places"] = np.repeat(np.arange(len(rows)), [len(values) for values in column])
        arrays[f"{name} numbers"] = [number[value] for value in chain.from_iterable(column)]
    # Not compressed: a reader opens it with one look.
    np.savez(folder / _ARRAYS, allow_pickle=False, **{name: np.array(numbers, dtype=np.int64) for name, numbers in arrays.items()})
    kept = {
        "slugs": [row["slug"] for row in rows],
        "titles": [row["title"] for row in rows],
        "previous": {slug: row["slug"] for row in rows for slug in row["previous"]},
        "names": names,
    }
    (folder / _NAMES).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


class _Values:
    """One filter's values as pairs of arrays, in order of the first: which case study, which value."""

    def __init__(self, names: dict[str, str], places: Numbers, numbers: Numbers) -> None:
        self.values = tuple(names)
        self.names = names
        self.number = {value: place for place, value in enumerate(names)}
        self.places, self.numbers = places, numbers

    def of(self, place: int) -> list[str]:
        """The values of one case study."""
        first, last = np.searchsorted(self.places, (place, place + 1))
        return [self.values[number] for number in self.numbers[first:last]]

    def having(self, chosen: Iterable[str], size: int) -> Flags:
        """The case studies with any of the values."""
        wanted = np.zeros(len(self.values), dtype=np.bool_)
        wanted[[self.number[value] for value in chosen if value in self.number]] = True
        flags = np.zeros(size, dtype=np.bool_)
        flags[self.places[wanted[self.numbers]]] = True
        return flags


class Catalogue:
    """The catalogue of a generation, to read."""

    def __init__(self, folder: Path, vocabulary: Vocabulary) -> None:
        kept = json.loads((folder / _NAMES).read_bytes())
        self.slugs: tuple[str, ...] = tuple(kept["slugs"])
        self.titles: tuple[str, ...] = tuple(kept["titles"])
        self.previous: dict[str, str] = kept["previous"]
        self.place = {slug: place for place, slug in enumerate(self.slugs)}
        with np.load(folder / _ARRAYS) as arrays:
            self.changed: Numbers = arrays["changed"]
            self.grades: Numbers = arrays["grades"]
            self._values = {
                name: _Values(names, arrays[f"{name} places"], arrays[f"{name} numbers"]) for name, names in kept["names"].items()
            }
        columns = [Column(it.values, tuple(it.names.values()), it.places, it.numbers) for it in self._values.values()]
        self._tally = Tally(columns, len(self.slugs))
        self._vocabulary = vocabulary
        self._by_title: dict[str, list[int]] = {}
        for place, title in enumerate(self.titles):
            self._by_title.setdefault(_same(title), []).append(place)

    def with_title(self, text: str) -> Flags | None:
        """The case studies whose title is exactly this, but for case, spaces and quotes around it. None where there are none."""
        places = self._by_title.get(_same(text))
        if not places:
            return None
        flags = np.zeros(len(self.slugs), dtype=np.bool_)
        flags[places] = True
        return flags

    def names(self, name: str) -> dict[str, str]:
        """Every value that some case study has for a filter, with its name."""
        return self._values[name].names

    def met(self, place: int, filters: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """The names of the chosen values that a case study has, as they were chosen. Unknown filters are passed over."""
        found: list[str] = []
        for name, chosen in filters.items():
            if name in self._values:
                its = self._values[name].of(place)
                found += [self._values[name].names[value] for value in dict.fromkeys(chosen) if value in its]
        return tuple(found)

    def having(self, name: str, value: str) -> Flags:
        """The case studies that have a value of a filter."""
        return self._values[name].having((value,), len(self.slugs))

    def shared(self, one: int, other: int, name: str) -> tuple[str, ...]:
        """The names of a filter's values that two case studies both have."""
        table = self._values[name]
        others = table.of(other)
        return tuple(table.names[value] for value in table.of(one) if value in others)

    def allowed(self, filters: Mapping[str, tuple[str, ...]]) -> dict[str, Flags]:
        """For each filter with a choice, the case studies that meet it. Unknown filters are passed over."""
        size = len(self.slugs)
        return {name: self._values[name].having(chosen, size) for name, chosen in filters.items() if chosen and name in self._values}

    def counts(
        self, answers: Flags, allowed: Mapping[str, Flags], filters: Mapping[str, tuple[str, ...]]
    ) -> Mapping[str, tuple[Count, ...]]:
        """How many of the case studies that answer each value would give, by filter, most first; chosen ones always shown."""
        row = self._tally.of(_both(answers, allowed.values()))
        picked: list[int] = []
        for column, (name, table) in enumerate(self._values.items()):
            part = self._tally.part(column)
            if name in allowed:
                others = [flags for other, flags in allowed.items() if other != name]
                row[part] = self._tally.of(_both(answers, others))[part]
            picked += [part.start + table.number[value] for value in filters.get(name, ()) if value in table.number]
        return _Counts(self._tally.shown(row, picked), tuple(self._values), partial(self._unknown, filters))

    def _unknown(self, filters: Mapping[str, tuple[str, ...]], name: str) -> list[Count]:
        """Values of a filter that were chosen though no case study has them: shown all the same."""
        unknown = [value for value in dict.fromkeys(filters.get(name, ())) if value not in self._values[name].number]
        return [Count(value, value_name(name, value, self._vocabulary), 0, True) for value in unknown]


class _Counts(Mapping[str, tuple[Count, ...]]):
    """By filter, how many case studies each value would give. Safe to ask from several threads, and again."""

    def __init__(self, shown: Shown, filters: tuple[str, ...], unknown: Callable[[str], list[Count]]) -> None:
        self._shown, self._filters, self._unknown = shown, filters, unknown

    def __getitem__(self, name: str) -> tuple[Count, ...]:
        try:
            column = self._filters.index(name)
        except ValueError:
            raise KeyError(name) from None
        counts, unknown = self._shown.counts(column), self._unknown(name)
        if unknown:
            counts = sorted(counts + unknown, key=lambda count: (-count.number, count.name, count.value))
        return tuple(counts)

    def __iter__(self) -> Iterator[str]:
        return iter(self._filters)

    def __len__(self) -> int:
        return len(self._filters)


def _both(answers: Flags, allowed: Iterable[Flags]) -> Flags:
    for flags in allowed:
        answers = answers & flags
    return answers


def _same(title: str) -> str:
    return " ".join(whole_words(title).strip(' "“”\t\n').casefold().split())
