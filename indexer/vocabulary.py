"""The agreed lists kept beside the case studies: councils, partners, themes, barriers, names, synonyms, and the withdrawn."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from indexer.safe_yaml import load_yaml

#: Files that make up the agreed lists, under the folder of case studies.
FILES = (
    "vocabulary/councils.csv",
    "vocabulary/neighbours.csv",
    "vocabulary/partners.csv",
    "vocabulary/themes.yaml",
    "vocabulary/barriers.yaml",
    "vocabulary/names.yaml",
    "vocabulary/synonyms.yaml",
    "withdrawn.yaml",
)

#: The register's word for each kind of council, and ours for a reader.
KINDS = {
    "non-metropolitan-district": "District council",
    "metropolitan-district": "Metropolitan borough",
    "london-borough": "London borough",
    "unitary-authority": "Unitary council",
    "county": "County council",
    "scottish-unitary": "Scottish council",
    "welsh-unitary": "Welsh council",
    "ni-district": "Northern Ireland district",
    "city-of-london": "City of London",
    "combined-authority": "Combined authority",
    "strategic-regional-authority": "Greater London Authority",
    "shadow-authority": "Shadow council",
}


class VocabularyError(Exception):
    """An agreed list cannot be read. Says which file, and what to do."""


@dataclass(frozen=True, slots=True)
class Council:
    """A body from the register. An ended one names those that replaced it."""

    slug: str
    name: str
    short_name: str
    type: str
    status: str
    nation: str
    region: str
    county: str = ""
    combined_authority: str = ""
    website: str = ""
    population: int | None = None
    population_year: int | None = None
    end_date: date | None = None
    replaced_by: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Its kind in a reader's words, such as “District council”."""
        return KINDS.get(self.type, self.type)


@dataclass(frozen=True, slots=True)
class Partner:
    """A public body that is not in the register of councils."""

    slug: str
    name: str
    kind: str
    country: str


@dataclass(frozen=True, slots=True)
class Term:
    """A theme or a barrier: its slug, plain name, and a sentence about it."""

    slug: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Synonym:
    """What else to search for when something is typed."""

    typed: str
    finds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A case study that was taken down: when, why, and what to read instead."""

    slug: str
    on: date
    why: str
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every agreed list, by slug. `digest` changes whenever any of the files does.

    `names` has, for `suppliers` and for `technology`, the agreed name for each spelling as `plain_name` gives it.
    """

    councils: Mapping[str, Council] = field(default_factory=dict)
    partners: Mapping[str, Partner] = field(default_factory=dict)
    themes: Mapping[str, Term] = field(default_factory=dict)
    barriers: Mapping[str, Term] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    synonyms: tuple[Synonym, ...] = ()
    withdrawn: Mapping[str, Withdrawn] = field(default_factory=dict)
    neighbours: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    digest: str = ""

    def predecessors(self, slug: str) -> tuple[Council, ...]:
        """The ended councils that this one replaced."""
        return tuple(council for council in self.councils.values() if slug in council.replaced_by)


def read_vocabulary(folder: Path) -> Vocabulary:
    """Read the agreed lists under a folder of case studies. Raises VocabularyError, naming the file."""
    digest = hashlib.sha256()
    for name in FILES:
        path = folder / name
        digest.update(name.encode() + b"\0" + (path.read_bytes() if path.exists() else b"") + b"\0")
    return Vocabulary(
        councils=_councils(folder / "vocabulary/councils.csv"),
        partners={
            row["slug"]: Partner(row["slug"], row["name"], row["kind"], row["country"])
            for row in _rows(folder / "vocabulary/partners.csv", ("slug", "name", "kind", "country"))
        },
        themes=_terms(folder / "vocabulary/themes.yaml"),
        barriers=_terms(folder / "vocabulary/barriers.yaml"),
        names=_names(folder / "vocabulary/names.yaml"),
        synonyms=tuple(_synonyms(folder / "vocabulary/synonyms.yaml")),
        withdrawn=_withdrawn(folder / "withdrawn.yaml"),
        neighbours=_neighbours(folder / "vocabulary/neighbours.csv"),
        digest=digest.hexdigest(),
    )


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, restval=""))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise VocabularyError(f"{path}: cannot be read ({error}). Put it back from git.") from error
    for number, row in enumerate(rows, 2):
        if not set(columns) <= row.keys() or not row["slug"]:
            raise VocabularyError(f"{path}: row {number} must have a slug, and the first row the columns {', '.join(columns)}.")
    return rows


def _entries(path: Path, needed: bool = True) -> list[dict[str, Any]]:
    if not needed and not path.exists():
        return []
    try:
        entries = load_yaml(path.read_bytes()) or []
    except (OSError, yaml.YAMLError) as error:
        raise VocabularyError(f"{path}: cannot be read ({error}). Mend it, or put it back from git.") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise VocabularyError(f"{path}: must be a list of entries, each beginning with a hyphen.")
    # YAML 1.1 reads a bare `on` as true, even where it names a field.
    return [{"on" if key is True else key: value for key, value in entry.items()} for entry in entries]


def _councils(path: Path) -> dict[str, Council]:
    columns = tuple(each.name for each in dataclasses.fields(Council))
    found: dict[str, Council] = {}
    for number, row in enumerate(_rows(path, columns), 2):
        try:
            found[row["slug"]] = _council(row)
        except ValueError as error:
            raise VocabularyError(f"{path}: row {number} has a number or a date that cannot be read ({error}).") from error
    return found


def _council(row: Mapping[str, str]) -> Council:
    return Council(
        slug=row["slug"],
        name=row["name"],
        short_name=row["short_name"],
        type=row["type"],
        status=row["status"],
        nation=row["nation"],
        region=row["region"],
        county=row["county"],
        combined_authority=row["combined_authority"],
        website=row["website"],
        population=int(row["population"]) if row["population"] else None,
        population_year=int(row["population_year"]) if row["population_year"] else None,
        end_date=date.fromisoformat(row["end_date"]) if row["end_date"] else None,
        replaced_by=tuple(filter(None, row["replaced_by"].split("|"))),
        other_names=tuple(filter(None, row["other_names"].split("|"))),
    )


def _terms(path: Path) -> dict[str, Term]:
    try:
        entries = [{name: str(entry[name]) for name in ("slug", "name", "about")} for entry in _entries(path)]
    except KeyError as error:
        raise VocabularyError(f"{path}: each entry must have slug, name and about; one has no {error}.") from error
    return {entry["slug"]: Term(**entry) for entry in entries}


def plain_name(name: str) -> str:
    """A supplier's or a technology's name without what makes no difference: capitals, spaces, and the kind of company it is."""
    return re.sub(r",? (?:ltd|limited|plc|llp|inc)\.?$", "", " ".join(name.lower().replace("’", "'").split()))


def _names(path: Path) -> dict[str, dict[str, str]]:
    """The agreed name for every spelling. Two entries of a kind must not share one: nobody could tell which was meant."""
    found: dict[str, dict[str, str]] = {"suppliers": {}, "technology": {}}
    for entry in _entries(path, needed=False):
        name, others = entry.get("name"), entry.get("also", [])
        spellings = found.get(str(entry.get("kind")))
        if not isinstance(name, str) or not isinstance(others, list) or spellings is None or entry.keys() - {"name", "kind", "also"}:
            shape = "`name`, `kind: suppliers` or `kind: technology`, and may have `also: [other spellings]`"
            raise VocabularyError(f"{path}: each entry must have {shape}; that of {name} has not.")
        for spelling in dict.fromkeys(plain_name(str(each)) for each in (name, *others)):
            if spelling in spellings:
                raise VocabularyError(f"{path}: a spelling must stand in one entry of its kind; “{spelling}” is in that of {name} too.")
            spellings[spelling] = name
    return found


def _synonyms(path: Path) -> list[Synonym]:
    """Two-way groups (`same`) become one entry for each member; one-way pairs (`one_way`) stay as they are."""
    found: list[Synonym] = []
    for entry in _entries(path, needed=False):
        same, pair = entry.get("same"), entry.get("one_way")
        if isinstance(same, list):
            words = [str(word).lower() for word in same]
            found += [Synonym(word, tuple(other for other in words if other != word)) for word in words]
        elif isinstance(pair, dict) and {"typed", "finds"} <= pair.keys():
            found.append(Synonym(str(pair["typed"]).lower(), (str(pair["finds"]).lower(),)))
        else:
            shapes = "`same: [a, b]` or `one_way: {typed: a, finds: b}`"
            raise VocabularyError(f"{path}: each entry must be {shapes}; one has {', '.join(map(str, entry))}.")
    return found


def _withdrawn(path: Path) -> dict[str, Withdrawn]:
    try:
        entries = [
            Withdrawn(str(entry["slug"]), entry["on"], str(entry["why"]), entry.get("instead")) for entry in _entries(path, needed=False)
        ]
    except KeyError as error:
        raise VocabularyError(f"{path}: each entry must have slug, on and why; one has no {error}.") from error
    for entry in entries:
        if not isinstance(entry.on, date):
            raise VocabularyError(f"{path}: `on` must be a day as YYYY-MM-DD; that of {entry.slug} is not.")
    return {entry.slug: entry for entry in entries}


def _neighbours(path: Path) -> dict[str, tuple[str, ...]]:
    """ONS statistical nearest neighbours, nearest first."""
    if not path.exists():
        return {}
    found: dict[str, list[tuple[int, str]]] = {}
    for row in _rows(path, ("slug", "neighbour", "rank", "basis")):
        if row["basis"] == "ons-global" and row["rank"].isdecimal():
            found.setdefault(row["slug"], []).append((int(row["rank"]), row["neighbour"]))
    return {slug: tuple(name for _, name in sorted(ranked)) for slug, ranked in found.items()}
