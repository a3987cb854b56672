"""Which files of a folder are case studies and adoptions, and which are in the wrong place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from indexer.fault import Fault
from indexer.frontmatter import LARGEST

#: The rules about where a file is, before it is read.
STRAY, UNREADABLE = "CB-504", "CB-505"

#: At the top of the folder, and not case studies.
NOT_LEADS = ("README.md", "TEMPLATE.md", "vocabulary", "withdrawn.yaml")
_WRITTEN = (".md", ".markdown", ".mdown", ".yaml", ".yml")


def walk(folder: Path) -> Iterator[tuple[str, Fault | None]]:
    """Every file that is, or was meant as, a case study or an adoption, in order; with a fault where it is in the wrong place.

    Links are not followed: what they lead to may be outside the folder.
    """
    for path, link in _files(folder, ""):
        parts = PurePosixPath(path).parts
        if parts[0] in NOT_LEADS or PurePosixPath(path).suffix.lower() not in _WRITTEN:
            continue
        fix = _place(parts)
        if link:
            yield path, Fault(path, 1, 1, UNREADABLE, "A case study must be a plain file, not a link to one.", "Put the file itself here.")
        elif fix:
            yield path, Fault(path, 1, 1, STRAY, "A file must be where its kind belongs; this one would not be read.", fix)
        else:
            yield path, None


def _files(folder: Path, inside: str) -> Iterator[tuple[str, bool]]:
    for entry in sorted(os.scandir(folder / inside), key=lambda it: it.name):
        path = f"{inside}/{entry.name}" if inside else entry.name
        if entry.name.startswith(".") or (not inside and entry.name in NOT_LEADS):
            continue
        if entry.is_dir(follow_symlinks=False):
            if path.count("/") < 4:
                yield from _files(folder, path)
        else:
            yield path, not entry.is_file(follow_symlinks=False)


def _place(parts: tuple[str, ...]) -> str:
    """Where the file should be; nothing when it is there."""
    name = PurePosixPath(parts[-1])
    adoptions = "adoptions" in parts[:-1]
    if adoptions or name.suffix.lower() in (".yaml", ".yml"):
        right = len(parts) == 3 and parts[1] == "adoptions" and name.suffix == ".yaml"
        fix = f"An adoption goes in {parts[0] if len(parts) > 1 else '<council>'}/adoptions/{name.stem}.yaml."
        if name.suffix.lower() not in (".yaml", ".yml"):
            fix = f"A case study goes in {parts[0]}/{name.stem}.md; only adoptions go in {parts[0]}/adoptions."
    else:
        right = len(parts) == 2 and name.suffix == ".md"
        fix = f"A case study goes in {parts[0] if len(parts) > 1 else '<council>'}/{name.stem}.md."
    return "" if right else fix


def read_bytes(path: Path) -> bytes | None:
    """What is in a file, or a little more than the largest that is read. None when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError:
        return None


def unreadable(path: str) -> Fault:
    """The fault of a file that cannot be opened."""
    return Fault(
        path,
        1,
        1,
        UNREADABLE,
        "A file must be one that can be read; this one cannot.",
        "Look at who may read it, and whether it is still there.",
    )
