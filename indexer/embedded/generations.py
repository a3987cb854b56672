"""Complete builds side by side, and the pointer that says which one serves.

<index>/current            the number of the generation that serves: one small file, replaced in one step
<index>/generations/000007 a complete generation; never changed once it is there
<index>/generations/.new-… one being built; worthless unless its builder finishes
<index>/building           locked while a builder works: there is only ever one
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: The newest, and the one before it for readers that are still using it.
KEEP = 2


class BuildingAlready(Exception):
    """Another build is going on."""


def pointer(index: Path) -> Path:
    """The file that says which generation serves."""
    return index / "current"


def folder_of(index: Path, number: int) -> Path:
    """Where a generation is."""
    return index / "generations" / f"{number:06}"


def current(index: Path) -> int | None:
    """The number of the generation that serves, or None where none was ever built or the pointer is no number."""
    try:
        return int(pointer(index).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None


#: Differs whenever another generation was switched to, even one of the same number in an index that was removed and built again.
Switched = tuple[int, int]


def switched(index: Path) -> Switched | None:
    """What there is to see of the last switch, at one look at one file; None where there is no index."""
    try:
        seen = pointer(index).stat()
    except FileNotFoundError:
        return None
    return seen.st_mtime_ns, seen.st_ino


@contextmanager
def building(index: Path) -> Iterator[None]:
    """Hold the builder's lock, and clear away what a killed builder left. Raises BuildingAlready if another holds it.

    The lock belongs to the process, so that one killed at any moment lets go of it.
    """
    (index / "generations").mkdir(parents=True, exist_ok=True)
    with (index / "building").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BuildingAlready(f"Another build of {index} is going on. Wait for it to finish, then try again.") from error
        _clear(index)
        yield


@contextmanager
def new_generation(index: Path) -> Iterator[tuple[int, Path]]:
    """A number and an empty folder to fill. When the block ends well, the folder becomes the generation that serves."""
    number = (current(index) or 0) + 1
    folder = index / "generations" / f".new-{number:06}"
    folder.mkdir()
    yield number, folder
    _to_disk(folder)
    # One that was finished but never pointed to, by a builder killed just here.
    shutil.rmtree(folder_of(index, number), ignore_errors=True)
    folder.rename(folder_of(index, number))
    _sync(folder.parent)
    fresh = pointer(index).with_name(".current")
    fresh.write_text(f"{number}\n", encoding="ascii")
    _sync(fresh)
    fresh.replace(pointer(index))
    _sync(index)
    _clear(index)


def link_files(old: Path, new: Path) -> None:
    """Give a folder's files a second name elsewhere, at no cost in space. Neither folder may change a file in place."""
    new.mkdir(parents=True, exist_ok=True)
    for file in old.iterdir():
        if file.is_file() and not file.name.endswith("LOCK"):
            os.link(file, new / file.name)


def _clear(index: Path) -> None:
    """Remove unfinished generations, and all but the last few finished ones."""
    newest = current(index) or 0
    for folder in (index / "generations").iterdir():
        finished = folder.name.isdigit()
        if not finished or not newest - KEEP < int(folder.name) <= newest:
            shutil.rmtree(folder, ignore_errors=True)


def _to_disk(folder: Path) -> None:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            _sync(file)
    _sync(folder)


def _sync(path: Path) -> None:
    """Make sure that a file, or the names in a folder, outlive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
