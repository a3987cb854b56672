"""Which files of a folder are case studies and adoptions, and which are in the wrong place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from indexer.fault import Fault
from indexer.frontmatter import LARGEST
from indexer.rules.places import stray, unreadable
from indexer.rules.rule import faults

#: At the top of the folder, and not case studies.
NOT_LEADS = ("README.md", "TEMPLATE.md", "vocabulary", "withdrawn.yaml")
_DEEPEST = 8
_WRITTEN = (".md", ".markdown", ".mdown", ".yaml", ".yml")


def walk(folder: Path) -> Iterator[tuple[str, Fault | None]]:
    """Every file that is, or was meant as, a case study or an adoption, in order; with a fault where it cannot be read.

    Links are not followed: what they lead to may be outside the folder.
    """
    for path, is_plain in _files(str(folder), ""):
        name = path.rpartition("/")[2]
        stem, dot, ending = name.rpartition(".")
        stem, suffix = (stem, dot + ending) if dot else (name, "")
        if is_plain and suffix.lower() not in _WRITTEN:
            continue
        shown = path.encode("utf-8", "backslashreplace").decode()
        if not is_plain:
            if suffix.lower() in _WRITTEN or not suffix:
                yield shown, _unreadable(shown, "Put the file itself here, not a link to one.")
        elif shown != path:
            yield shown, _unreadable(shown, "Rename it with small letters, digits and hyphens.")
        else:
            yield path, next(faults((stray,), path, path), None)


def _files(folder: str, inside: str) -> Iterator[tuple[str, bool]]:
    """Every file below, and whether it is a plain one; a folder that cannot be opened counts as one that is not."""
    try:
        entries = sorted(os.scandir(f"{folder}/{inside}"), key=_name)
    except OSError:
        yield inside, False
        return
    for entry in entries:
        if entry.name.startswith(".") or (not inside and entry.name in NOT_LEADS):
            continue
        path = f"{inside}/{entry.name}" if inside else entry.name
        if entry.is_dir(follow_symlinks=False) and path.count("/") < _DEEPEST:
            yield from _files(folder, path)
        else:
            yield path, entry.is_file(follow_symlinks=False)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def read_bytes(folder: Path, path: str) -> bytes | Fault:
    """What is in a file, or a little more than the largest that is read; a fault when it cannot be opened."""
    try:
        with open(f"{folder}/{path}", "rb") as file:  # noqa: PTH123 - ten thousand Paths would take as long as the reading
            return file.read(LARGEST + 1)
    except OSError:
        return _unreadable(path, "Look at who may read it, and whether it is still there.")


def _unreadable(path: str, fix: str) -> Fault:
    return next(faults((unreadable,), path, fix))
