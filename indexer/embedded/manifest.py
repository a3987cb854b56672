"""What a generation says of itself: which shape its files have, what it was built from, and with which model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from indexer.query import Built


def _code(*names: str) -> str:
    """Changes whenever the code in some files does, so that nobody has to remember a number."""
    files = [Path(__file__).parents[1] / name for name in names]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:12]


#: Which shape the files of a generation have (raise the number when it changes), what a case study is made of, how it is cut and
#: how it is kept: vectors belong to passages by their place, so that passages cut another way would be given the wrong ones, and
#: words are found in a text that was made plain. Another schema is not read, and is built anew from nothing.
SCHEMA = f"7-{_code('casestudy.py', 'passages.py', 'vocabulary.py', 'embedded/finder.py', 'embedded/shelf.py')}"

#: The code that makes of a case study what a generation holds. What other code made is not taken over.
CODE = _code("casestudy.py", "evidence.py", "fields.py", "filters.py", "passages.py", "embedded/texts.py")

_FILE = "manifest.json"
_DIGESTS = "digests.json"


class Damaged(Exception):
    """A file of a generation is not as it was built. Says which."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`floor` is the cosine under which meaning alone does not count; it belongs to the model. `source` is a digest of
    everything the build read: with the same source there is nothing to build."""

    schema: str
    floor: float
    source: str
    built: Built


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Keep it beside what it describes, with the size of every file: written last, when all else is there."""
    kept = asdict(manifest) | {"files": _sizes(folder)}
    (folder / _FILE).write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest | None:
    """A generation's manifest, or None if its schema is not the one this version reads.

    Raises FileNotFoundError where there is no generation or a file is missing, and Damaged where one has another size than it
    was built with (a full disk, half a copy): a look at each file, so that none gives wrong answers.
    """
    try:
        kept = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    except ValueError as error:
        raise Damaged(f"{_FILE} cannot be read") from error
    if kept["schema"] != SCHEMA or "files" not in kept:
        return None
    for name, size in kept["files"].items():
        if (folder / name).stat().st_size != size:
            raise Damaged(f"{name} is not as it was built")
    left_out = {path: tuple(reasons) for path, reasons in kept["built"].pop("left_out").items()}
    return Manifest(kept["schema"], kept["floor"], kept["source"], Built(**kept["built"], left_out=left_out))


def _sizes(folder: Path) -> dict[str, int]:
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and file.name != _FILE and not file.name.endswith("LOCK"))
    return {file.relative_to(folder).as_posix(): file.stat().st_size for file in files}


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
