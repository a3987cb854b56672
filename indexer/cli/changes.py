"""Which files git says have changed, and which names an earlier commit had."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from indexer.kinds import SLUG
from indexer.library import glance
from indexer.rules.whole import Gone


class GitError(Exception):
    """Git is not here, this is not its folder, or it does not know the name it was given."""


def changed_since(ref: str, folder: Path) -> frozenset[Path]:
    """The files under a folder that differ from a commit, branch or tag, deleted and untracked ones too."""
    changed = _git(folder, "diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", "--relative", _commit(ref, folder), "--", ".")
    untracked = _git(folder, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    return frozenset(folder / os.fsdecode(name) for name in (changed + untracked).split(b"\0") if name)


def names_at(ref: str, folder: Path) -> tuple[Gone, ...]:
    """The names that led to a case study at a commit, of those files alone that have changed since."""
    commit = _commit(ref, folder)
    listed = _git(folder, "diff", "--name-status", "--find-renames", "--no-ext-diff", "-z", "--relative", commit, "--", ".")
    moved = {old: became for old, became in _moves(os.fsdecode(listed).split("\0")) if _is_case_study(old)}
    found = []
    for (old, became), content in zip(moved.items(), _contents(folder, commit, list(moved)), strict=True):
        now = became if became and _is_case_study(became) else None
        # A file that is still there keeps its own name; what it was called before may have been struck out.
        names = () if (folder / old).is_file() else (PurePosixPath(old).stem,)
        found += [Gone(slug, old, now) for slug in (*names, *glance(old, content).previous_slugs)]
    return tuple(found)


def _moves(parts: list[str]) -> Iterator[tuple[str, str | None]]:
    """Each old file of git's list, and what it became; added files had no name before."""
    rest = iter(parts)
    for status in rest:
        if status[:1] in ("R", "C"):
            old, new = next(rest), next(rest)
            if status[0] == "R":
                yield old, new
        elif status:
            name = next(rest)
            if status != "A":
                yield name, None


def _is_case_study(path: str) -> bool:
    lead, _, name = path.partition("/")
    return bool(lead and name.endswith(".md") and SLUG.fullmatch(name.removesuffix(".md")))


def _contents(folder: Path, commit: str, paths: list[str]) -> Iterator[bytes]:
    """What was in each file at a commit."""
    asked = "".join(f"{commit}:./{path}\n" for path in paths if "\n" not in path)
    told = _git(folder, "cat-file", "--batch", given=os.fsencode(asked)) if asked else b""
    for path in paths:
        head, _, told = told.partition(b"\n") if "\n" not in path else (b"", b"", told)
        size = int(head.split()[-1]) if head.split()[1:2] == [b"blob"] else None
        yield told[:size] if size is not None else b""
        told = told[size + 1 :] if size is not None else told


def _commit(ref: str, folder: Path) -> str:
    # The name comes from outside: it must never be taken for an option.
    return _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").decode().strip()


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    program = shutil.which("git")
    if program is None:
        raise GitError("git is not installed here, so --since cannot be answered.")
    done = subprocess.run([program, "-C", str(folder), *arguments], input=given, capture_output=True, check=False)
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip()
        raise GitError(told or "git does not know that commit, branch or tag. In a shallow clone, fetch it first.")
    return done.stdout
