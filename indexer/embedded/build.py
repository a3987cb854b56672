"""Building a generation: read and check, encode what changed, write beside the old, switch in one step."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from indexer.arrays import Floats, Numbers
from indexer.casestudy import Adoption, CaseStudy
from indexer.conversion import model_for_building
from indexer.corpus import Corpus, read_corpus
from indexer.embedded.catalogue import read_rows, row_for, write_catalogue
from indexer.embedded.generations import building, link_files, new_generation
from indexer.embedded.manifest import CODE, SCHEMA, Digests, write_digests, write_manifest
from indexer.embedded.previous import Plan, Previous, plan, previous_generation
from indexer.embedded.shelf import Shelf, line_for, write_adoptions, write_shelf, write_vocabulary
from indexer.embedded.texts import word_fields
from indexer.embedded.vectors import DIGEST, PassageDigests, Vectors, ranges, write_vectors
from indexer.embedded.words import worth_adding_to, write_words
from indexer.embedding import DIMENSIONS, FLOOR, MODEL, MODEL_DIGEST, Maker
from indexer.evidence import evidence
from indexer.passages import Passage, passages
from indexer.query import Built
from indexer.rules import BINDING

#: Told how far a build is: what it is doing, how many are done, and how many there are.
Report = Callable[[str, int, int], None]

#: The passages of each case study that is made anew, by its place.
Cut = Mapping[int, tuple[Passage, ...]]


def _silent(doing: str, done: int, whole: int) -> None:
    """Report to nobody."""


def build(casestudies: Path, index: Path, *, report: Report = _silent, encoder: Maker | None = None) -> Built:
    """Build a new generation of `index` from the folder `casestudies`, and switch to it. Gives what was built.

    Case studies with faults are left out and named. With nothing changed since the last build, that one stays. The
    encoder is the index's own unless another is given, and is only loaded when there is something to encode. Raises
    BuildingAlready, VocabularyError or ModelMissing; the old generation then serves on.
    """
    with building(index):
        previous = previous_generation(index)
        report("Reading", 0, 1)
        corpus = read_corpus(casestudies, previous.kept if previous else {}, rules=BINDING)
        report("Reading", 1, 1)
        return _publish(corpus, casestudies, index, previous, report, encoder)


def build_corpus(corpus: Corpus, lists: Path | None, index: Path, *, report: Report = _silent, encoder: Maker | None = None) -> Built:
    """Build a generation of what was read some other way. `lists` is the folder of its agreed lists, if it has one: which
    commit of it this is will be told."""
    with building(index):
        return _publish(corpus, lists, index, previous_generation(index), report, encoder)


def _publish(corpus: Corpus, lists: Path | None, index: Path, previous: Previous | None, report: Report, encoder: Maker | None) -> Built:
    """Write a new generation of a corpus beside the old one and switch to it, unless nothing has changed."""
    commit = _commit(lists) if lists else None
    encoder = encoder or _model(index, report)
    source = _source(corpus, commit, encoder.precision)
    if previous and previous.manifest.source == source:
        return previous.manifest.built
    vectors = previous.vectors(encoder.precision) if previous else None
    work = plan(corpus, previous, usable=vectors is not None)
    cut = {place: passages(case_study) for place, case_study in work.fresh.items()}
    with new_generation(index) as (number, folder), ThreadPoolExecutor(1) as beside:
        # Writing takes one processor, and encoding lets go of Python's lock.
        written = beside.submit(_write, folder, corpus, work, cut, previous)
        rows, digests, counts = _rows(work, cut, vectors, encoder, report)
        report("Writing", 0, 1)
        written.result()
        write_vectors(folder, rows, digests, counts, vectors)
        built = _built(number, corpus, len(rows), commit, encoder.precision)
        write_manifest(folder, FLOOR, source, built)
    report("Writing", 1, 1)
    return built


def _model(index: Path, report: Report) -> Maker:
    report("Model", 0, 1)
    model = model_for_building(index)
    report("Model", 1, 1)
    return model


def _rows(plan: Plan, cut: Cut, old: Vectors | None, encoder: Maker, report: Report) -> tuple[Floats, PassageDigests, Numbers]:
    """A row and a digest for each passage, and how many passages each case study has.

    A row is taken over where the model would read the same again, else encoded now.
    """
    counts = np.zeros(len(plan.taken), dtype=np.int64)
    counts[list(cut)] = [len(each) for each in cut.values()]
    if old:
        counts[plan.kept] = old.counts[plan.taken[plan.kept]]
    digests = np.empty(counts.sum(), dtype=DIGEST)
    taken = np.full(len(digests), -1, dtype=np.int64)
    if old:
        places = ranges(counts, plan.kept)
        taken[places] = ranges(old.counts, plan.taken[plan.kept])
        digests[places] = old.digests()[taken[places]]
    places = ranges(counts, np.array(list(cut), dtype=np.int64))
    found = [passage for each in cut.values() for passage in each]
    digests[places] = np.frombuffer(b"".join(passage.digest for passage in found), dtype=DIGEST)
    if old and cut:
        known = old.by_digest()
        taken[places] = [known.get(digest, -1) for digest in digests[places].tolist()]
    rows = np.empty((len(digests), DIMENSIONS), dtype=np.float32)
    if old:
        rows[taken >= 0] = old.rows[taken[taken >= 0]]
    new = np.flatnonzero(taken[places] < 0)
    if new.size:
        rows[places[new]] = _encoded([found[place].for_model for place in new], encoder, report)
    return rows, digests, counts


def _encoded(texts: Sequence[str], encoder: Maker, report: Report) -> Floats:
    finished = 0

    def done(number: int) -> None:
        nonlocal finished
        finished += number
        report("Encoding", finished, len(texts))

    report("Encoding", 0, len(texts))
    rows: Floats = encoder().encode(texts, done)
    return rows


def _write(folder: Path, corpus: Corpus, plan: Plan, cut: Cut, previous: Previous | None) -> None:
    """Write all but the vectors and the manifest."""
    lines, rows = [b""] * len(plan.taken), [b""] * len(plan.taken)
    if previous:
        shelf, catalogue = Shelf(previous.folder), read_rows(previous.folder)
        for place in plan.kept:
            lines[place], rows[place] = shelf.line(plan.taken[place]), catalogue[plan.taken[place]]
    copies: dict[str, list[Adoption]] = {}
    for adoption in corpus.adoptions:
        copies.setdefault(adoption.copies, []).append(adoption)
    for place, case_study in plan.fresh.items():
        adopted = [adoption for slug in (case_study.slug, *case_study.previous_slugs) for adoption in copies.get(slug, ())]
        lines[place] = line_for(case_study, cut[place])
        rows[place] = row_for(case_study, evidence(case_study, adopted).grade, corpus.vocabulary)
    write_shelf(folder, lines)
    write_catalogue(folder, rows)
    write_adoptions(folder, corpus.adoptions)
    write_vocabulary(folder, corpus.vocabulary)
    write_digests(folder, Digests(corpus.digests, corpus.adoption_digests))
    _write_words(folder, corpus, plan, previous)


def _write_words(folder: Path, corpus: Corpus, plan: Plan, previous: Previous | None) -> None:
    """Take over the old segments and add what changed; or write all anew where most of them is out of date."""
    changed: Iterable[CaseStudy] = plan.fresh.values()
    gone: Iterable[str] = ()
    (folder / "words").mkdir()
    if previous and worth_adding_to(previous.folder / "words", plan.kept.size):
        link_files(previous.folder / "words", folder / "words")
        gone = previous.digests.case_studies.keys() - corpus.digests.keys()
    elif plan.kept.size:
        changed = map(Shelf(folder).case_study, range(len(plan.taken)))
    write_words(folder / "words", (word_fields(it, corpus.vocabulary) for it in changed), gone)


def _source(corpus: Corpus, commit: str | None, precision: str) -> str:
    """A digest of all that a build reads: with the same one, there is nothing to build."""
    digests = [dict(corpus.digests), corpus.adoption_digests]
    parts = [SCHEMA, CODE, FLOOR, MODEL_DIGEST, precision, commit, corpus.vocabulary.digest, digests, _left_out(corpus)]
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
        case_studies=len(corpus.digests),
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
