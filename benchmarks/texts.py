"""What every engine of the comparison is given: the same passages, already cut, with the same vectors, and the same questions.

corpus.pickle     the case studies, read and checked: ours is built from these
passages.json     [slug, title, what the model reads] of each passage
vectors.npy       a row for each passage
questions.json    the questions by name, and as many others to warm with
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from indexer.arrays import Floats
from indexer.corpus import Corpus
from indexer.embedding import Encoder
from indexer.passages import passages


@dataclass(frozen=True, slots=True)
class Texts:
    """A folder with all of it, opened a part at a time: a process that only asks never holds the texts."""

    folder: Path

    def passages(self) -> list[tuple[str, str, str]]:
        """Slug, title, and what the model reads of each passage, in order of slug."""
        return [tuple(each) for each in self._json("passages.json")]

    def case_studies(self) -> list[tuple[str, str, str]]:
        """Slug, title and the text of all passages of each case study, in order of slug."""
        whole: dict[str, tuple[str, list[str]]] = {}
        for slug, title, text in self.passages():
            whole.setdefault(slug, (title, []))[1].append(text.removeprefix(f"{title}. "))
        return [(slug, title, "\n".join(parts)) for slug, (title, parts) in whole.items()]

    def rows(self) -> Floats:
        """A row for each passage."""
        return np.asarray(np.load(self.folder / "vectors.npy"))

    def corpus(self) -> Corpus:
        """The case studies themselves."""
        corpus: Corpus = pickle.loads((self.folder / "corpus.pickle").read_bytes())
        return corpus

    def lists(self) -> Path | None:
        """The folder of the agreed lists, where there are any."""
        lists = self._json("asked.json")["lists"]
        return Path(lists) if lists else None

    def precision(self) -> str:
        """The kind of numbers that the model worked in."""
        return str(self._json("asked.json")["precision"])

    def questions(self) -> dict[str, str]:
        """Each question by its name."""
        return dict(self._json("asked.json")["questions"])

    def others(self) -> list[str]:
        """Other questions, to warm an engine with."""
        return list(self._json("asked.json")["others"])

    def _json(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text(encoding="utf-8"))


def write_texts(
    folder: Path, corpus: Corpus, lists: Path | None, encoder: Encoder, questions: Mapping[str, str], others: Sequence[str] = ()
) -> Texts:
    """Cut and encode once what all are given."""
    cut = [(slug, passage) for slug, case_study in corpus.case_studies.items() for passage in passages(case_study)]
    (folder / "corpus.pickle").write_bytes(pickle.dumps(corpus))
    (folder / "passages.json").write_text(json.dumps([(slug, it.title, it.for_model) for slug, it in cut]), encoding="utf-8")
    np.save(folder / "vectors.npy", encoder.encode([passage.for_model for _, passage in cut]))
    asked = {"questions": dict(questions), "others": list(others), "precision": encoder.precision, "lists": str(lists) if lists else None}
    (folder / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    return Texts(folder)
