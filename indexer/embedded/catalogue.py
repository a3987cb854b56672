"""What filtering, sorting and counting need to know of every case study, kept in memory as arrays.

Counts are exact: a filter's own choice is lifted, every other one holds (rules of search 3 and 4).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.casestudy import CaseStudy
from indexer.filters import FILTERS, filter_values, value_name
from indexer.query import Count
from indexer.vocabulary import Vocabulary

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

_FILE = "catalogue.json"


def write_catalogue(folder: Path, case_studies: Iterable[CaseStudy], grades: Iterable[int], vocabulary: Vocabulary) -> None:
    """Keep slug, title, dates, grade and filter values of each case study, in order of slug."""
    kept: dict[str, Any] = {"slugs": [], "titles": [], "changed": [], "grades": [], "previous": {}, "names": {}, "values": {}}
    names: dict[str, dict[str, str]] = {each.name: {} for each in FILTERS}
    values: dict[str, list[list[str]]] = {each.name: [] for each in FILTERS}
    for case_study, grade in zip(case_studies, grades, strict=True):
        kept["slugs"].append(case_study.slug)
        kept["titles"].append(case_study.title)
        kept["changed"].append(case_study.last_changed.toordinal())
        kept["grades"].append(grade)
        kept["previous"] |= dict.fromkeys(case_study.previous_slugs, case_study.slug)
        for name, named in filter_values(case_study, vocabulary, grade).items():
            names[name] |= named
            values[name].append(list(named))
    kept["names"], kept["values"] = names, values
    (folder / _FILE).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


class _Values:
    """One filter's values as pairs of arrays: which case study, which value."""

    def __init__(self, rows: list[list[str]], names: Mapping[str, str]) -> None:
        self.values = tuple(names)
        self.names = dict(names)
        number = {value: place for place, value in enumerate(self.values)}
        pairs = [(place, number[value]) for place, row in enumerate(rows) for value in row]
        self.places = np.array([place for place, _ in pairs], dtype=np.int64)
        self.numbers = np.array([value for _, value in pairs], dtype=np.int64)
        self.number = number
        self.rows = rows
        # Where each value stands when they are put in order of name: counts are shown most first, then by name.
        self.by_name = np.array(sorted(range(len(names)), key=lambda at: (names[self.values[at]], self.values[at])), dtype=np.int64)

    def having(self, chosen: Iterable[str], size: int) -> Flags:
        """The case studies with any of the values."""
        wanted = np.zeros(len(self.values), dtype=np.bool_)
        wanted[[self.number[value] for value in chosen if value in self.number]] = True
        flags = np.zeros(size, dtype=np.bool_)
        flags[self.places[wanted[self.numbers]]] = True
        return flags


class _Tally:
    """How many of some case studies have each value of every filter: all values in one row of numbers, filter after filter."""

    def __init__(self, tables: Iterable[_Values], size: int) -> None:
        tables = list(tables)
        ends = np.cumsum([len(table.values) for table in tables], dtype=np.int64)
        self.parts = [slice(int(end) - len(table.values), int(end)) for table, end in zip(tables, ends, strict=True)]
        self._width = int(ends[-1])
        places = np.concatenate([table.places for table in tables])
        numbers = np.concatenate([table.numbers + part.start for table, part in zip(tables, self.parts, strict=True)])
        self._numbers = numbers[np.argsort(places, kind="stable")]
        self._lengths = np.bincount(places, minlength=size)
        self._starts = np.cumsum(self._lengths) - self._lengths

    def of(self, among: Flags) -> Numbers:
        """The tally. What it costs depends on how many there are among, not on the whole library."""
        chosen = np.flatnonzero(among)
        lengths = self._lengths[chosen]
        shifts = self._starts[chosen] - (np.cumsum(lengths) - lengths)
        return np.bincount(self._numbers[np.arange(lengths.sum()) + np.repeat(shifts, lengths)], minlength=self._width)


class Catalogue:
    """The catalogue of a generation, to read."""

    def __init__(self, folder: Path, vocabulary: Vocabulary) -> None:
        kept = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        self.slugs: tuple[str, ...] = tuple(kept["slugs"])
        self.titles: tuple[str, ...] = tuple(kept["titles"])
        self.changed: Numbers = np.array(kept["changed"], dtype=np.int64)
        self.grades: Numbers = np.array(kept["grades"], dtype=np.int64)
        self.previous: dict[str, str] = kept["previous"]
        self.place = {slug: place for place, slug in enumerate(self.slugs)}
        self._values = {each.name: _Values(kept["values"][each.name], kept["names"][each.name]) for each in FILTERS}
        self._tally = _Tally(self._values.values(), len(self.slugs))
        self._vocabulary = vocabulary
        self._by_title: dict[str, list[int]] = {}
        for place, title in enumerate(self.titles):
            self._by_title.setdefault(_same(title), []).append(place)

    def with_title(self, text: str) -> Flags:
        """The case studies whose title is exactly this, but for case, spaces and quotes around it."""
        flags = np.zeros(len(self.slugs), dtype=np.bool_)
        flags[self._by_title.get(_same(text), [])] = True
        return flags

    def names(self, name: str) -> dict[str, str]:
        """Every value that some case study has for a filter, with its name."""
        return self._values[name].names

    def has(self, place: int, name: str, value: str) -> bool:
        """Whether a case study has a value of a filter."""
        return name in self._values and value in self._values[name].rows[place]

    def having(self, name: str, value: str) -> Flags:
        """The case studies that have a value of a filter."""
        return self._values[name].having((value,), len(self.slugs))

    def shared(self, one: int, other: int, name: str) -> tuple[str, ...]:
        """The names of a filter's values that two case studies both have."""
        table = self._values[name]
        return tuple(table.names[value] for value in table.rows[one] if value in table.rows[other])

    def allowed(self, filters: Mapping[str, tuple[str, ...]]) -> dict[str, Flags]:
        """For each filter with a choice, the case studies that meet it. Unknown filters are passed over."""
        size = len(self.slugs)
        return {name: self._values[name].having(chosen, size) for name, chosen in filters.items() if chosen and name in self._values}

    def counts(self, answers: Flags, allowed: Mapping[str, Flags], filters: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[Count, ...]]:
        """How many of the case studies that answer each value would give, by filter, most first; chosen ones always shown."""
        whole = self._tally.of(_both(answers, allowed.values()))
        found: dict[str, tuple[Count, ...]] = {}
        for part, (name, table) in zip(self._tally.parts, self._values.items(), strict=True):
            chosen = filters.get(name, ())
            if name in allowed:
                others = [flags for other, flags in allowed.items() if other != name]
                found[name] = self._counted(name, table, self._tally.of(_both(answers, others))[part], chosen)
            else:
                found[name] = self._counted(name, table, whole[part], chosen)
        return found

    def _counted(self, name: str, table: _Values, numbers: Numbers, chosen: tuple[str, ...]) -> tuple[Count, ...]:
        shown = numbers > 0
        shown[[table.number[value] for value in chosen if value in table.number]] = True
        places = table.by_name[shown[table.by_name]]
        places = places[np.argsort(-numbers[places], kind="stable")]
        values = [table.values[place] for place in places]
        counts = [
            Count(value, table.names[value], number, value in chosen)
            for value, number in zip(values, numbers[places].tolist(), strict=True)
        ]
        unknown = [value for value in dict.fromkeys(chosen) if value not in table.number]
        if not unknown:
            return tuple(counts)
        counts += [Count(value, value_name(name, value, self._vocabulary), 0, True) for value in unknown]
        return tuple(sorted(counts, key=lambda count: (-count.number, count.name, count.value)))


def _both(answers: Flags, allowed: Iterable[Flags]) -> Flags:
    both: Flags = np.logical_and.reduce([answers, *allowed])
    return both


def _same(title: str) -> str:
    return " ".join(title.strip(' "“”\t\n').casefold().split())
