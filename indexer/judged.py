"""Judged questions, read from files: our own in YAML, or a public collection in the BEIR layout."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from indexer.casestudy import CaseStudy
from indexer.corpus import Corpus
from indexer.evaluation import Judged
from indexer.safe_yaml import load_yaml
from indexer.vocabulary import Vocabulary

#: A public collection has no dates; any will do.
_DAY = date(2000, 1, 1)


class JudgedError(Exception):
    """A file of judged questions cannot be used. Says which, and what to do."""


def judged_in(path: Path) -> Judged:
    """The judged questions of a BEIR folder, or of one of our YAML files. Raises JudgedError."""
    try:
        return _beir(path) if path.is_dir() else _ours(path)
    except (OSError, KeyError, TypeError, ValueError, AttributeError, yaml.YAMLError) as error:
        shape = "corpus.jsonl, queries.jsonl and qrels.tsv" if path.is_dir() else "a list of entries with id, question and answers"
        raise JudgedError(f"{path}: must hold {shape} ({type(error).__name__}: {error}).") from error


def library_of(folder: Path) -> Corpus:
    """The texts of a BEIR folder as if each were a case study without headings. Raises JudgedError."""
    try:
        found = {it.slug: it for it in sorted(map(_case_study, _lines(folder / "corpus.jsonl")), key=lambda it: it.slug)}
    except (OSError, KeyError, ValueError) as error:
        raise JudgedError(f"{folder}: corpus.jsonl must have _id and text on each line ({type(error).__name__}: {error}).") from error
    # Collections name their texts alike ("1", "2"): what tells two of them apart is what they say.
    digests = {slug: sha256(f"{it.title}\0{it.text}".encode()).hexdigest() for slug, it in found.items()}
    return Corpus(found, (), Vocabulary(), (), digests, (), len(found))


def _case_study(entry: dict[str, Any]) -> CaseStudy:
    return CaseStudy(
        slug=str(entry["_id"]),
        path="",
        title=entry.get("title") or "",
        summary="",
        themes=(),
        status="unknown",
        published=_DAY,
        review_by=_DAY,
        provenance="public-sources",
        licence="",
        text=str(entry["text"]),
    )


def _beir(folder: Path) -> Judged:
    texts = {str(entry["_id"]): str(entry["text"]) for entry in _lines(folder / "queries.jsonl")}
    grades: dict[str, dict[str, int]] = {}
    with (folder / "qrels.tsv").open(encoding="utf-8", newline="") as file:
        for question, slug, grade in csv.reader(file, delimiter="\t"):
            if grade.lstrip("-").isdigit():  # the first line may name the columns
                grades.setdefault(question, {})[slug] = max(0, int(grade))
    # Questions that nobody judged are no measure of anything.
    return Judged(folder.name, {name: text for name, text in texts.items() if name in grades}, grades)


def _ours(path: Path) -> Judged:
    entries = load_yaml(path.read_bytes())
    questions = {str(entry["id"]): str(entry["question"]) for entry in entries}
    if len(questions) != len(entries):
        raise ValueError("two entries have one id")
    return Judged(path.stem, questions, {str(entry["id"]): dict(entry["answers"] or {}) for entry in entries})


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())
