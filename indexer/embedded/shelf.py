"""The case studies of a generation and their passages, one line of JSON each, read when asked for; and its adoptions."""

from __future__ import annotations

import mmap
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np

from indexer.casestudy import Adoption, CaseStudy
from indexer.passages import Passage

_LINES = "casestudies.jsonl"
_ENDS = "ends.npy"
_ADOPTIONS = "adoptions.json"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A case study, and how it was cut."""

    case_study: CaseStudy
    passages: tuple[Passage, ...]


_decoder = msgspec.json.Decoder(Shelved)


def line_for(case_study: CaseStudy, passages: tuple[Passage, ...]) -> bytes:
    """One case study and its passages as the shelf keeps them."""
    return msgspec.json.encode(Shelved(case_study, passages)) + b"\n"


def write_shelf(folder: Path, lines: Iterable[bytes]) -> None:
    """Keep the lines, in order of slug."""
    ends: list[int] = []
    with (folder / _LINES).open("wb") as file:
        for line in lines:
            file.write(line)
            ends.append(file.tell())
    np.save(folder / _ENDS, np.array(ends, dtype=np.int64))


def write_adoptions(folder: Path, adoptions: tuple[Adoption, ...]) -> None:
    """Keep every adoption."""
    (folder / _ADOPTIONS).write_bytes(msgspec.json.encode(adoptions))


def read_adoptions(folder: Path) -> tuple[Adoption, ...]:
    """Every adoption, in order."""
    return msgspec.json.decode((folder / _ADOPTIONS).read_bytes(), type=tuple[Adoption, ...])


class Shelf:
    """Case studies by their place in order of slug. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._ends: list[int] = np.load(folder / _ENDS).tolist()
        with (folder / _LINES).open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if self._ends else b""
        self._shelved = lru_cache(maxsize=1_000)(self._read)

    def __len__(self) -> int:
        return len(self._ends)

    def line(self, place: int) -> bytes:
        """One case study's line as it stands."""
        return bytes(self._bytes[self._ends[place - 1] if place else 0 : self._ends[place]])

    def case_study(self, place: int) -> CaseStudy:
        """The case study at a place."""
        return self._shelved(place).case_study

    def passages(self, place: int) -> tuple[Passage, ...]:
        """Its passages, in order."""
        return self._shelved(place).passages

    def _read(self, place: int) -> Shelved:
        return _decoder.decode(self.line(place))
