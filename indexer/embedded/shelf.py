"""The case studies of a generation: one line of JSON each, read when asked for."""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np

from indexer.casestudy import CaseStudy, from_json, to_json
from indexer.passages import Passage, passages

_LINES = "casestudies.jsonl"
_ENDS = "ends.npy"
_DIGESTS = "digests.json"


def line_for(case_study: CaseStudy) -> bytes:
    """One case study as the shelf keeps it."""
    return json.dumps(to_json(case_study), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def from_line(line: bytes) -> CaseStudy:
    """The inverse of `line_for`."""
    return from_json(CaseStudy, json.loads(line))


def write_shelf(folder: Path, digests: Mapping[str, str], lines: Iterable[bytes]) -> None:
    """Keep the lines, and the digest of the file behind each, by slug and in order of slug."""
    ends: list[int] = []
    with (folder / _LINES).open("wb") as file:
        for line in lines:
            file.write(line)
            ends.append(file.tell())
    np.save(folder / _ENDS, np.array(ends, dtype=np.int64))
    (folder / _DIGESTS).write_text(json.dumps(dict(digests)), encoding="utf-8")


def read_digests(folder: Path) -> dict[str, str]:
    """The digest of the file behind each case study, by slug and in order of slug."""
    digests: dict[str, str] = json.loads((folder / _DIGESTS).read_text(encoding="utf-8"))
    return digests


class Shelf:
    """Case studies by their place in order of slug. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._ends: list[int] = np.load(folder / _ENDS).tolist()
        with (folder / _LINES).open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if self._ends else b""
        self.case_study = lru_cache(maxsize=1_000)(self._read)
        self.passages = lru_cache(maxsize=1_000)(self._cut)

    def __len__(self) -> int:
        return len(self._ends)

    def line(self, place: int) -> bytes:
        """One case study's line as it stands."""
        return bytes(self._bytes[self._ends[place - 1] if place else 0 : self._ends[place]])

    def _read(self, place: int) -> CaseStudy:
        return from_line(self.line(place))

    def _cut(self, place: int) -> tuple[Passage, ...]:
        return passages(self.case_study(place))
