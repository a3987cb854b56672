"""All the case studies and agreed lists of a folder, read and checked.

    folder -> files, strays ─┬─ digest ── kept already?
                             └─ draft ── rules ── case study or adoption
    every file together ── rules across

A file with faults is left out and never stops another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from indexer.casestudy import Adoption, CaseStudy
from indexer.draft import Draft, read_draft
from indexer.fault import Fault
from indexer.files import read_bytes, walk
from indexer.finish import finish_adoption, finish_case_study, sketch_case_study
from indexer.rules import ACROSS, RULES, rules_version
from indexer.rules.across import Entry, Survey, across_faults, entry_line
from indexer.rules.rule import faults
from indexer.vocabulary import Vocabulary, read_vocabulary


@dataclass(frozen=True, slots=True)
class Corpus:
    """Case studies and adoptions without faults, in order of slug, and every fault that was found.

    `digests` changes for a case study whenever its file, the rules or the agreed lists do. `read` counts the files
    that were judged. A case study that was kept is not judged again, so it brings no advice.
    """

    case_studies: Mapping[str, CaseStudy]
    adoptions: tuple[Adoption, ...]
    vocabulary: Vocabulary
    faults: tuple[Fault, ...]
    digests: Mapping[str, str]
    read: int


@dataclass(frozen=True, slots=True)
class _Checked:
    """One file's outcome."""

    entry: Entry
    digest: str
    made: CaseStudy | Adoption | None
    faults: tuple[Fault, ...]


def read_corpus(
    folder: Path,
    kept: Callable[[str], CaseStudy | None] | None = None,
    only: Collection[Path] | None = None,
    today: date | None = None,
) -> Corpus:
    """Read and check every case study and adoption under a folder. Raises VocabularyError when an agreed list cannot be read.

    `kept` gives back the case study of a digest, if it was checked before, to save reading it again. With `only`, the
    other files are not judged, and not in `case_studies`: they only count where files must go together.
    """
    vocabulary = read_vocabulary(folder)
    root = folder.resolve()
    wanted = None if only is None else {path.parent.resolve() / path.name for path in only}
    version = f"{rules_version()} {vocabulary.digest}".encode()
    checked: list[_Checked] = []
    others: list[Entry] = []
    found: list[Fault] = []
    for path, trouble in walk(folder):
        judge = wanted is None or root / path in wanted
        content = trouble or read_bytes(folder, path)
        if isinstance(content, Fault):
            found += [content] if judge else []
        elif judge:
            checked.append(_check(path, content, vocabulary, version, kept, today))
        else:
            others.append(_glance(path, content, vocabulary))
    found += across_faults(ACROSS, Survey((*(it.entry for it in checked), *others), vocabulary))
    return _corpus(checked, found, vocabulary)


def check_case_study(
    path: str, content: bytes, vocabulary: Vocabulary, today: date | None = None
) -> tuple[CaseStudy | None, tuple[Fault, ...]]:
    """Read and check one case study by itself. None when it has faults; advice alone does not stop it."""
    draft = read_draft(path, content, vocabulary, today)
    told = tuple(sorted(faults(RULES, path, draft)))
    return (None if any(it.severity == "fault" for it in told) else finish_case_study(draft)), told


def sketch(path: str, content: bytes, vocabulary: Vocabulary, today: date | None = None) -> CaseStudy:
    """What a reader would see of a case study that may still have faults: what cannot be read is left out. Never to be published."""
    return sketch_case_study(read_draft(path, content, vocabulary, today))


def check_adoption(
    path: str, content: bytes, vocabulary: Vocabulary, today: date | None = None
) -> tuple[Adoption | None, tuple[Fault, ...]]:
    """Read and check one adoption by itself. Whether what it copies is there is for the whole corpus to say."""
    draft = read_draft(path, content, vocabulary, today)
    told = tuple(sorted(faults(RULES, path, draft)))
    return (None if any(it.severity == "fault" for it in told) else finish_adoption(draft)), told


def _check(
    path: str, content: bytes, vocabulary: Vocabulary, version: bytes, kept: Callable[[str], CaseStudy | None] | None, today: date | None
) -> _Checked:
    digest = hashlib.sha256(b"\0".join((version, path.encode("utf-8", "surrogateescape"), content))).hexdigest()
    known = kept(digest) if kept else None
    if known:
        line = entry_line(content, "previous_slugs") if known.previous_slugs else 1
        return _Checked(Entry(path, known.slug, known.previous_slugs, None, line), digest, known, ())
    draft = read_draft(path, content, vocabulary, today)
    told = tuple(faults(RULES, path, draft))
    made = None
    if not any(it.severity == "fault" for it in told):
        made = finish_adoption(draft) if draft.is_adoption else finish_case_study(draft)
    return _Checked(_entry(draft, content), digest, made, told)


def _glance(path: str, content: bytes, vocabulary: Vocabulary) -> Entry:
    """What the others need to know of a file that is not judged. Only the few that name others are read."""
    if path.endswith(".md") and b"previous_slugs" not in content:
        return Entry(path, PurePosixPath(path).stem)
    return _entry(read_draft(path, content, vocabulary), content)


def _entry(draft: Draft, content: bytes) -> Entry:
    if draft.is_adoption:
        copies = next((value.text for value in draft.given("copies")), "")
        return Entry(draft.path, draft.slug, (), copies, entry_line(content, "copies"))
    previous = tuple(value.text for value in draft.given("previous_slugs"))
    return Entry(draft.path, draft.slug, previous, None, entry_line(content, "previous_slugs"))


def _corpus(checked: list[_Checked], found: list[Fault], vocabulary: Vocabulary) -> Corpus:
    bad = {fault.path for fault in found if fault.severity == "fault"}
    good = [it for it in checked if it.made and it.entry.path not in bad]
    made = sorted(((it.made, it.digest) for it in good if isinstance(it.made, CaseStudy)), key=lambda pair: pair[0].slug)
    adoptions = [it.made for it in good if isinstance(it.made, Adoption)]
    return Corpus(
        case_studies={case_study.slug: case_study for case_study, _ in made},
        adoptions=tuple(sorted(adoptions, key=lambda it: (it.slug, it.council))),
        vocabulary=vocabulary,
        faults=tuple(sorted([*found, *(fault for it in checked for fault in it.faults)])),
        digests={case_study.slug: digest for case_study, digest in made},
        read=len(checked),
    )
