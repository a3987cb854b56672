"""Which files of a folder are case studies and adoptions, and which are in the wrong place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from indexer.fault import Fault
from indexer.frontmatter import LARGEST

#: The rules about where a file is, before it is read.
STRAY, UNREADABLE = "CB-504", "CB-505"

#: At the top of the folder, and not case studies.
NOT_LEADS = ("README.md", "TEMPLATE.md", "vocabulary", "withdrawn.yaml")
_DEEPEST = 8
_WRITTEN = (".md", ".markdown", ".mdown", ".yaml", ".yml")


def walk(folder: Path) -> Iterator[tuple[str, Fault | None]]:
    """Every file that is, or was meant as, a case study or an adoption, in order; with a fault where it cannot be read.

    Links are not followed: what they lead to may be outside the folder.
    """
    for path, is_plain in _files(str(folder), ""):
        *folders, name = path.split("/")
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
        elif fix := _place(folders, stem, suffix):
            yield path, Fault(path, 1, 1, STRAY, "A file must be where its kind belongs; this one would not be read.", fix)
        else:
            yield path, None


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


def _place(folders: list[str], stem: str, suffix: str) -> str:
    """Where the file should be; nothing when it is there."""
    lead = folders[0] if folders else "<council>"
    is_list = suffix.lower() in (".yaml", ".yml")
    if not is_list and "adoptions" in folders:
        return f"A case study goes in {lead}/{stem}.md; only adoptions go in {lead}/adoptions."
    if is_list:
        return "" if folders[1:] == ["adoptions"] and suffix == ".yaml" else f"An adoption goes in {lead}/adoptions/{stem}.yaml."
    return "" if len(folders) == 1 and suffix == ".md" else f"A case study goes in {lead}/{stem}.md."


def read_bytes(folder: Path, path: str) -> bytes | Fault:
    """What is in a file, or a little more than the largest that is read; a fault when it cannot be opened."""
    try:
        with open(f"{folder}/{path}", "rb") as file:  # noqa: PTH123 - ten thousand Paths would take as long as the reading
            return file.read(LARGEST + 1)
    except OSError:
        return _unreadable(path, "Look at who may read it, and whether it is still there.")


def _unreadable(path: str, fix: str) -> Fault:
    return Fault(path, 1, 1, UNREADABLE, "A case study must be a plain file that can be read.", fix)
