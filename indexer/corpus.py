"""All the case studies and agreed lists of a folder, read and checked.

    folder -> files, strays ─┬─ digest ── kept already?
                             └─ draft ── rules ── case study or adoption
    every file together ── rules across

A file with faults is left out and never stops another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from indexer.casestudy import Adoption, CaseStudy
from indexer.draft import Draft, read_draft
from indexer.fault import Fault
from indexer.files import read_bytes, walk
from indexer.finish import finish_adoption, finish_case_study, sketch_case_study
from indexer.rules import ACROSS, RULES, rules_version
from indexer.rules.across import Entry, Survey, across_faults, entry_line
from indexer.rules.rule import Rule, faults
from indexer.values import Flaw
from indexer.vocabulary import Vocabulary, read_vocabulary


@dataclass(frozen=True, slots=True)
class Corpus:
    """Case studies and adoptions without faults, in order of slug, and every fault that was found.

    `digests` has one for each case study, and `adoption_digests` for each adoption; they change whenever its file, the
    rules or the agreed lists do. A case study that was kept is in `digests` alone: it is not read again, so it brings no
    advice. `read` counts the files that were judged, now or when they were kept.
    """

    case_studies: Mapping[str, CaseStudy]
    adoptions: tuple[Adoption, ...]
    vocabulary: Vocabulary
    faults: tuple[Fault, ...]
    digests: Mapping[str, str]
    adoption_digests: tuple[str, ...]
    read: int


#: By digest, what was checked before and had no faults: an adoption itself; of a case study, only that it is known.
Kept = Mapping[str, Adoption | None]

#: Rules that one file can keep or break by itself.
FileRules = tuple[Rule[Draft, Flaw], ...]


@dataclass(frozen=True, slots=True)
class _Checked:
    """One file's outcome. `made` is None where there are faults, and for a case study that was kept."""

    entry: Entry
    digest: str
    made: CaseStudy | Adoption | None
    faults: tuple[Fault, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether it has no faults of its own."""
        return not any(it.severity == "fault" for it in self.faults)


def read_corpus(
    folder: Path,
    kept: Kept = MappingProxyType({}),
    only: Collection[Path] | None = None,
    today: date | None = None,
    rules: FileRules = RULES,
) -> Corpus:
    """Read and check every case study and adoption under a folder. Raises VocabularyError when an agreed list cannot be read.

    What is `kept` is not read again. With `only`, the other files are not judged, and not in the corpus: they only count
    where files must go together. `rules` are those that each file by itself is held to.
    """
    vocabulary = read_vocabulary(folder)
    # Texts, not Paths: ten thousand of those would take as long as the reading.
    root = f"{folder.resolve()}/"
    wanted = None if only is None else {f"{path.parent.resolve()}/{path.name}" for path in only}
    version = f"{rules_version()} {vocabulary.digest}".encode()
    checked: list[_Checked] = []
    others: list[Entry] = []
    found: list[Fault] = []
    for path, trouble in walk(folder):
        judge = wanted is None or root + path in wanted
        content = trouble or read_bytes(folder, path)
        if isinstance(content, Fault):
            found += [content] if judge else []
        elif judge:
            checked.append(_check(path, content, vocabulary, version, kept, today, rules))
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


def _check(path: str, content: bytes, vocabulary: Vocabulary, version: bytes, kept: Kept, today: date | None, rules: FileRules) -> _Checked:
    digest = hashlib.sha256(b"\0".join((version, path.encode("utf-8", "surrogateescape"), content))).hexdigest()
    if digest in kept:
        adoption = kept[digest]
        return _Checked(_entry_of(adoption, content) if adoption else _glance(path, content, vocabulary), digest, adoption)
    draft = read_draft(path, content, vocabulary, today)
    checked = _Checked(_entry(draft, content), digest, None, tuple(faults(rules, path, draft)))
    if not checked.is_good:
        return checked
    return replace(checked, made=finish_adoption(draft) if draft.is_adoption else finish_case_study(draft))


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
    return Entry(draft.path, draft.slug, previous, None, entry_line(content, "previous_slugs") if previous else 1)


def _entry_of(adoption: Adoption, content: bytes) -> Entry:
    return Entry(adoption.path, adoption.slug, (), adoption.copies, entry_line(content, "copies"))


def _corpus(checked: list[_Checked], found: list[Fault], vocabulary: Vocabulary) -> Corpus:
    bad = {fault.path for fault in found if fault.severity == "fault"}
    good = sorted(
        (it for it in checked if it.is_good and it.entry.path not in bad), key=lambda it: (it.entry.slug, it.entry.path.split("/"))
    )
    adopted = [(it.made, it.digest) for it in good if isinstance(it.made, Adoption)]
    return Corpus(
        case_studies={it.entry.slug: it.made for it in good if isinstance(it.made, CaseStudy)},
        adoptions=tuple(adoption for adoption, _ in adopted),
        vocabulary=vocabulary,
        faults=tuple(sorted([*found, *(fault for it in checked for fault in it.faults)])),
        digests={it.entry.slug: it.digest for it in good if it.entry.copies is None},
        adoption_digests=tuple(digest for _, digest in adopted),
        read=len(checked),
    )
