"""What a generation says of itself: which shape its files have, what it was built from, with which model, and what each file was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from indexer.index import IndexMissing
from indexer.query import Built


def _code(*names: str) -> str:
    """Changes whenever the code in some files does, so that nobody has to remember a number."""
    files = [Path(__file__).parents[1] / name for name in names]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:12]


#: Which shape the files of a generation have (raise the number when it changes), what a case study is made of, how it is cut and
#: how it is kept: vectors belong to passages by their place, so that passages cut another way would be given the wrong ones, and
#: words are found in a text that was made plain. Another schema is not read, and is built anew from nothing.
SCHEMA = f"8-{_code('casestudy.py', 'passages.py', 'vocabulary.py', 'embedded/finder.py', 'embedded/shelf.py')}"

#: The code that makes of a case study what a generation holds. What other code made is not taken over.
CODE = _code("casestudy.py", "evidence.py", "fields.py", "filters.py", "passages.py", "embedded/texts.py")

#: Larger files, of which a library of some thousands has a few, are not read whole before the first visitor is answered.
LARGE = 4_000_000

_FILE = "manifest.json"
_DIGESTS = "digests.json"


class Damaged(IndexMissing):
    """A file of a generation is not as it was built. Says which, and what to do."""

    def __init__(self, file: Path, how: str) -> None:
        super().__init__(f"The index is damaged: {file} {how}. Run `copybook build`.")


class FileNote(NamedTuple):
    """What a file was when it was built: its size in bytes, and its sha256 in hexadecimal."""

    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`floor` is the cosine under which meaning alone does not count; it belongs to the model. `source` is a digest of
    everything the build read: with the same source there is nothing to build. `files` has what each file was, by its name."""

    schema: str
    floor: float
    source: str
    built: Built
    files: Mapping[str, FileNote]

    @property
    def small(self) -> dict[str, FileNote]:
        """The files that are soon read."""
        return {name: note for name, note in self.files.items() if note.size <= LARGE}

    @property
    def large(self) -> dict[str, FileNote]:
        """The others."""
        return {name: note for name, note in self.files.items() if note.size > LARGE}


def write_manifest(folder: Path, floor: float, source: str, built: Built) -> None:
    """Say of a generation what it is, and of each of its files: written last, when all else is there."""
    manifest = Manifest(SCHEMA, floor, source, built, _notes(folder))
    (folder / _FILE).write_text(json.dumps(asdict(manifest), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest | None:
    """A generation's manifest, or None if its schema is not the one this version reads.

    Raises Damaged where there is no generation, a file is missing, or one has another size than it was built with (a full disk,
    half a copy): a look at each file, so that none gives wrong answers.
    """
    file = folder / _FILE
    with _there(file):
        written = file.read_bytes()
    try:
        kept = msgspec.json.decode(written, type=dict[str, Any])
        if kept.get("schema") != SCHEMA:
            return None
        manifest = msgspec.convert(kept, Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Damaged(file, "cannot be read") from error
    for name, note in manifest.files.items():
        with _there(folder / name):
            size = (folder / name).stat().st_size
        if size != note.size:
            raise Damaged(folder / name, "is not as it was built")
    return manifest


def check(folder: Path, files: Mapping[str, FileNote]) -> None:
    """Raises Damaged where one of these files of a generation is not, to the byte, what was built, though it has the size."""
    for name, note in files.items():
        with _there(folder / name):
            digest = _digest(folder / name)
        if digest != note.digest:
            raise Damaged(folder / name, "is not as it was built")


@contextmanager
def _there(file: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise Damaged(file, "is missing") from error


def _notes(folder: Path) -> dict[str, FileNote]:
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and file.name != _FILE and not file.name.endswith("LOCK"))
    return {file.relative_to(folder).as_posix(): FileNote(file.stat().st_size, _digest(file)) for file in files}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Digests:
    """The digest of the file behind each case study, by slug and in order of slug, and behind each adoption, in their order."""

    case_studies: Mapping[str, str] = field(default_factory=dict)
    adoptions: tuple[str, ...] = ()


def write_digests(folder: Path, digests: Digests) -> None:
    """Keep what the next build will compare."""
    (folder / _DIGESTS).write_text(json.dumps([CODE, dict(digests.case_studies), digests.adoptions]), encoding="utf-8")


def read_digests(folder: Path) -> Digests:
    """What a generation was made from; nothing where other code made it."""
    code, case_studies, adoptions = json.loads((folder / _DIGESTS).read_text(encoding="utf-8"))
    return Digests(case_studies, tuple(adoptions)) if code == CODE else Digests()
