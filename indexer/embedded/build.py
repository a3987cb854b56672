"""Building a generation: read and check, encode what changed, write beside the old, switch in one step."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import numpy as np

from indexer.casestudy import CaseStudy
from indexer.conversion import model_for_building
from indexer.corpus import Corpus, read_corpus
from indexer.embedded.catalogue import write_catalogue
from indexer.embedded.generations import building, current, folder_of, link_files, new_generation
from indexer.embedded.manifest import SCHEMA, Damaged, Manifest, read_manifest, write_manifest
from indexer.embedded.shelf import Shelf, line_for, read_digests, write_shelf
from indexer.embedded.texts import word_fields
from indexer.embedded.vectors import Matrix, Vectors, write_vectors
from indexer.embedded.words import write_words
from indexer.embedding import DIMENSIONS, FLOOR, MODEL, MODEL_DIGEST, Encoder, Maker
from indexer.evidence import evidence
from indexer.passages import Passage, passages
from indexer.query import Built
from indexer.vocabulary import FILES

#: Told how far a build is: what it is doing, how many are done, and how many there are.
Report = Callable[[str, int, int], None]


def _silent(doing: str, done: int, whole: int) -> None:
    """Report to nobody."""


@dataclass(frozen=True, slots=True)
class _Old:
    """The generation before, as far as the new one can use it: nothing where there is none, it is damaged, or its schema is another."""

    folder: Path | None = None
    manifest: Manifest | None = None
    shelf: Shelf | None = None
    digests: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)

    def vectors_of(self, precision: str) -> Vectors | None:
        """Its vectors, if they are of the same model in the same kind of numbers."""
        if not self.folder or not self.manifest:
            return None
        built = self.manifest.built
        return Vectors(self.folder) if (built.model_digest, built.precision) == (MODEL_DIGEST, precision) else None

    def case_study(self, digest: str) -> CaseStudy | None:
        """A case study that was read and checked before, from the same bytes under the same rules."""
        return self.shelf.case_study(self.places[digest]) if self.shelf and digest in self.places else None

    def passages(self, digest: str) -> tuple[Passage, ...] | None:
        """How it was cut."""
        return self.shelf.passages(self.places[digest]) if self.shelf and digest in self.places else None

    def line(self, digest: str) -> bytes | None:
        """Both, as they were kept."""
        return self.shelf.line(self.places[digest]) if self.shelf and digest in self.places else None


def build(casestudies: Path, index: Path, *, report: Report = _silent, encoder: Maker | None = None) -> Built:
    """Build a new generation of `index` from the folder `casestudies`, and switch to it. Gives what was built.

    Case studies with faults are left out and named. With nothing changed since the last build, that one stays. The
    encoder is the index's own unless another is given, and is only loaded when there is something to encode. Raises
    BuildingAlready, VocabularyError or ModelMissing; the old generation then serves on.
    """
    with building(index):
        old = _old_generation(index)
        report("Reading", 0, 1)
        corpus = read_corpus(casestudies, kept=old.case_study)
        report("Reading", 1, 1)
        return _publish(corpus, casestudies, index, old, report, encoder)


def build_corpus(corpus: Corpus, lists: Path | None, index: Path, *, report: Report = _silent, encoder: Maker | None = None) -> Built:
    """Build a generation of what was read some other way. `lists` is the folder with its agreed lists, if it has any."""
    with building(index):
        return _publish(corpus, lists, index, _old_generation(index), report, encoder)


def _publish(corpus: Corpus, lists: Path | None, index: Path, old: _Old, report: Report, encoder: Maker | None) -> Built:
    """Write a new generation of a corpus beside the old one and switch to it, unless nothing has changed."""
    commit = _commit(lists) if lists else None
    encoder = encoder or _model(index, report)
    source = _source(corpus, commit, encoder.precision)
    if old.manifest and old.manifest.source == source:
        return old.manifest.built
    cut = [old.passages(corpus.digests[slug]) or passages(case_study) for slug, case_study in corpus.case_studies.items()]
    rows = _rows([passage for each in cut for passage in each], old.vectors_of(encoder.precision), encoder, report)
    with new_generation(index) as (number, folder):
        report("Writing", 0, 1)
        _write(folder, corpus, cut, rows, old)
        _copy_lists(lists, folder / "lists")
        built = _built(number, corpus, len(rows), commit, encoder.precision)
        write_manifest(folder, Manifest(SCHEMA, FLOOR, source, built))
    report("Writing", 1, 1)
    return built


def _old_generation(index: Path) -> _Old:
    number = current(index)
    if number is None:
        return _Old()
    folder = folder_of(index, number)
    try:
        manifest = read_manifest(folder)
    except (FileNotFoundError, Damaged):
        return _Old()
    if manifest is None:
        return _Old()
    digests = read_digests(folder)
    return _Old(folder, manifest, Shelf(folder), digests, {digest: place for place, digest in enumerate(digests.values())})


def _model(index: Path, report: Report) -> Maker:
    report("Model", 0, 1)
    model = model_for_building(index)
    report("Model", 1, 1)
    return model


def _rows(wanted: list[Passage], old: Vectors | None, encoder: Callable[[], Encoder], report: Report) -> Matrix:
    """A row for each passage: the old one where the model would read the same again, else encoded now."""
    known = old.by_digest() if old else {}
    rows = np.empty((len(wanted), DIMENSIONS), dtype=np.float32)
    digests = [passage.digest for passage in wanted]
    kept = [place for place, digest in enumerate(digests) if digest in known]
    if old and kept:
        rows[kept] = old.rows(known[digests[place]] for place in kept)
    fresh = [place for place, digest in enumerate(digests) if digest not in known]
    if fresh:
        finished = 0

        def done(number: int) -> None:
            nonlocal finished
            finished += number
            report("Encoding", finished, len(fresh))

        report("Encoding", 0, len(fresh))
        rows[fresh] = encoder().encode([wanted[place].for_model for place in fresh], done)
    return rows


def _write(folder: Path, corpus: Corpus, cut: list[tuple[Passage, ...]], rows: Matrix, old: _Old) -> None:
    case_studies = corpus.case_studies
    pairs = zip(case_studies.values(), cut, strict=True)
    lines = (old.line(corpus.digests[it.slug]) or line_for(it, its_passages) for it, its_passages in pairs)
    write_shelf(folder, {slug: corpus.digests[slug] for slug in case_studies}, lines)
    write_vectors(folder, rows, [passage.digest for each in cut for passage in each], [len(each) for each in cut])
    grades = [evidence(case_study, corpus.adoptions).grade for case_study in case_studies.values()]
    write_catalogue(folder, case_studies.values(), grades, corpus.vocabulary)
    _write_words(folder / "words", corpus, old)
    (folder / "adoptions.json").write_bytes(msgspec.json.encode(corpus.adoptions))


def _write_words(folder: Path, corpus: Corpus, old: _Old) -> None:
    """Take over the old segments, and add what changed."""
    folder.mkdir()
    if old.folder:
        link_files(old.folder / "words", folder)
    changed = [it for slug, it in corpus.case_studies.items() if old.digests.get(slug) != corpus.digests[slug]]
    write_words(folder, (word_fields(it, corpus.vocabulary) for it in changed), old.digests.keys() - corpus.case_studies.keys())


def _copy_lists(lists: Path | None, folder: Path) -> None:
    """Keep the agreed lists as they were, so that an index answers with the names it was built with."""
    folder.mkdir()
    for name in FILES:
        if lists and (lists / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(lists / name, folder / name)


def _source(corpus: Corpus, commit: str | None, precision: str) -> str:
    """A digest of all that a build reads: with the same one, there is nothing to build."""
    adoptions = msgspec.json.encode(corpus.adoptions).decode()
    parts = [SCHEMA, FLOOR, MODEL_DIGEST, precision, commit, corpus.vocabulary.digest, dict(corpus.digests), adoptions, _left_out(corpus)]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _left_out(corpus: Corpus) -> dict[str, tuple[str, ...]]:
    """The faults of each file that has any."""
    left_out: dict[str, tuple[str, ...]] = {}
    for fault in corpus.faults:
        if fault.severity == "fault":
            left_out[fault.path] = (*left_out.get(fault.path, ()), f"line {fault.line}: {fault.says} {fault.fix}".strip())
    return left_out


def _built(number: int, corpus: Corpus, passages_count: int, commit: str | None, precision: str) -> Built:
    return Built(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        commit=commit,
        case_studies=len(corpus.case_studies),
        passages=passages_count,
        model=MODEL,
        model_digest=MODEL_DIGEST,
        precision=precision,
        generation=number,
        left_out=_left_out(corpus),
    )


def _commit(casestudies: Path) -> str | None:
    """The commit the folder is at, or None where it is not in git or git is not installed."""
    try:
        asked = subprocess.run(
            ["git", "-C", str(casestudies), "rev-parse", "HEAD"], capture_output=True, text=True, timeout=30, check=False
        )
    except FileNotFoundError:
        return None
    return asked.stdout.strip() if asked.returncode == 0 else None
