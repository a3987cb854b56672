"""A library of any size for the benchmarks, made by mixing the passages of the real case studies.

Real text, real lengths and real front matter; only which section stands under which title is made up. The model reads each
real passage once: a mixed one takes the vector of the passage it was made of, since encoding 60,000 would take longer than
everything that is measured. What encoding costs is measured by itself, with the real model.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import copytree
from typing import Any

import numpy as np
import yaml

from indexer.arrays import Floats
from indexer.casestudy import CaseStudy
from indexer.corpus import read_corpus
from indexer.embedding import DIMENSIONS, Encoder
from indexer.fields import NEEDED_HEADINGS
from indexer.passages import passages

#: Enough of a passage's end to know it again.
TAIL = 80


class MixedEncoder:
    """Gives the vector of the real passage that a mixed one was made of. Says that it is the encoder it took them from."""

    def __init__(self, case_studies: Sequence[CaseStudy], encoder: Encoder) -> None:
        self.digest, self.precision = encoder.digest, encoder.precision
        real = [passage for case_study in case_studies for passage in passages(case_study)]
        rows = encoder.encode([passage.for_model for passage in real])
        self._known = {passage.text[-TAIL:]: row for passage, row in zip(real, rows, strict=True)}
        self._chance = np.random.default_rng(1)

    def __call__(self) -> MixedEncoder:
        """Itself, wherever something that makes an encoder is asked for."""
        return self

    def encode(self, texts: Sequence[str], done: Callable[[int], None] = lambda number: None) -> Floats:
        """One row for each text, a little off its passage's own, so that no two are the same."""
        rows = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        for place, text in enumerate(texts):
            row = self._known.get(text[-TAIL:])
            rows[place] = self._chance.normal(size=DIMENSIONS) if row is None else row + self._chance.normal(scale=0.01, size=DIMENSIONS)
        done(len(texts))
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows

    def knows(self, word: str) -> bool:
        """Whether it takes a word whole: it takes only passages."""
        return False


def make_library(real: Path, folder: Path, size: int) -> list[CaseStudy]:
    """Write `size` mixed case studies under `folder`, with the real agreed lists. Gives the real ones they were made of."""
    chance = random.Random(size)
    corpus = read_corpus(real)
    case_studies = list(corpus.case_studies.values())
    copytree(real / "vocabulary", folder / "vocabulary")
    councils = [slug for slug, council in corpus.vocabulary.councils.items() if council.status == "current"]
    heads = [_front_matter(real / case_study.path) for case_study in case_studies]
    sections = {heading: [s.text for it in case_studies for s in it.sections if s.heading == heading] for heading in NEEDED_HEADINGS}
    for number in range(size):
        head = dict(chance.choice(heads))
        council = chance.choice(councils)
        name = corpus.vocabulary.councils[council].short_name
        head |= {"councils": [council], "title": f"{name}: {head['title'][:120]} ({number})"}
        head.pop("partners", None)
        head.pop("outcomes", None)
        head["sources"] = [{"title": f"Source {n}", "publisher": "A publisher"} for n in range(12)]
        text = "\n\n".join(f"## {heading}\n\n{chance.choice(texts)}" for heading, texts in sections.items())
        text = re.sub(r" ?\[\d+\]", "", text)
        file = folder / council / f"mixed-{number:06}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{yaml.safe_dump(head, allow_unicode=True, sort_keys=False)}---\n\n{text}\n", encoding="utf-8")
    return case_studies


def make_questions(case_studies: Sequence[CaseStudy], number: int) -> list[str]:
    """Different questions of two to eight words, drawn from the real text as people would draw them: runs of words."""
    chance = random.Random(7)
    words = [section.text.split() for case_study in case_studies for section in case_study.sections if len(section.text.split()) > 20]
    questions: dict[str, None] = {}
    while len(questions) < number:
        run = chance.choice(words)
        start = chance.randrange(len(run) - 8)
        questions[re.sub(r"[^\w\s'-]", "", " ".join(run[start : start + chance.randint(2, 8)]))] = None
    return list(questions)


def _front_matter(path: Path) -> dict[str, Any]:
    head = yaml.load(path.read_text(encoding="utf-8").split("---\n")[1], Loader=yaml.BaseLoader)
    for name in ("started", "ended", "costs"):
        head.pop(name, None)
    return dict(head)
