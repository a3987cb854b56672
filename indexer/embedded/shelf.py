"""The case studies of a generation and their passages, one line of JSON each, read when asked for; its adoptions and agreed lists."""

from __future__ import annotations

import mmap
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

import msgspec
import numpy as np

from indexer.casestudy import Adoption, CaseStudy
from indexer.embedded.finder import plain
from indexer.embedded.manifest import Damaged
from indexer.passages import Passage
from indexer.vocabulary import Vocabulary

_LINES = "casestudies.jsonl"
_ENDS = "ends.npy"
_ADOPTIONS = "adoptions.json"
_VOCABULARY = "vocabulary.json"

#: So many case studies stay open, at some 25 KB each: those that answer often are not opened again.
MOST_OPENED = 2_000


@dataclass(frozen=True, slots=True)
class Opened:
    """A case study and how it was cut; and its title and all its passages as one text, a line each, to look words up in.

    `ends` says where each of these ends, `plain` is the text made plain (see `finder`), which is too dear to do for every question.
    """

    case_study: CaseStudy
    headings: tuple[tuple[str, str], ...]
    ends: tuple[int, ...]
    text: str
    plain: str

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Its passages, in order."""
        return tuple(map(self.passage, range(len(self.headings))))

    def passage(self, number: int) -> Passage:
        """One of its passages, counted from 0."""
        text = self.text[self.ends[number] + 1 : self.ends[number + 1]]
        return Passage(self.case_study.title, *self.headings[number], text)


_decoder = msgspec.json.Decoder(Opened)


def line_for(case_study: CaseStudy, passages: tuple[Passage, ...]) -> bytes:
    """One case study and its passages as the shelf keeps them."""
    texts = [case_study.title, *(passage.text for passage in passages)]
    headings = tuple((passage.heading, passage.anchor) for passage in passages)
    ends = tuple(accumulate((len(each) + 1 for each in texts), initial=-1))[1:]
    text = "\n".join(texts)
    return msgspec.json.encode(Opened(case_study, headings, ends, text, plain(text))) + b"\n"


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


def write_vocabulary(folder: Path, vocabulary: Vocabulary) -> None:
    """Keep the agreed lists as they are now, so that an index answers with the names it was built with."""
    (folder / _VOCABULARY).write_bytes(msgspec.json.encode(vocabulary))


def kept_vocabulary(folder: Path) -> Vocabulary:
    """The agreed lists as they were. Reading this takes a fifth of the time that the lists themselves take."""
    return msgspec.json.decode((folder / _VOCABULARY).read_bytes(), type=Vocabulary)


class Shelf:
    """Case studies by their place in order of slug; `opened` gives one. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._ends: list[int] = np.load(folder / _ENDS).tolist()
        self._file = folder / _LINES
        with self._file.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if self._ends else b""
        self.opened = lru_cache(maxsize=MOST_OPENED)(self._open)

    def __len__(self) -> int:
        return len(self._ends)

    def line(self, place: int) -> bytes:
        """One case study's line as it stands."""
        return self._bytes[self._ends[place - 1] if place else 0 : self._ends[place]]

    def case_study(self, place: int) -> CaseStudy:
        """The case study at a place."""
        return self.opened(place).case_study

    def _open(self, place: int) -> Opened:
        try:
            return _decoder.decode(self.line(place))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Damaged(self._file, "is not as it was built") from error
