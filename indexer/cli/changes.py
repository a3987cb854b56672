"""Which files git says have changed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path


class GitError(Exception):
    """Git is not here, this is not its folder, or it does not know the name it was given."""


def changed_since(ref: str, folder: Path) -> frozenset[Path]:
    """The files under a folder that differ from a commit, branch or tag, deleted and untracked ones too."""
    # The name comes from outside: it must never be taken for an option.
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").decode().strip()
    changed = _git(folder, "diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", "--relative", commit, "--", ".")
    untracked = _git(folder, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    return frozenset(folder / os.fsdecode(name) for name in (changed + untracked).split(b"\0") if name)


def _git(folder: Path, *arguments: str) -> bytes:
    program = shutil.which("git")
    if program is None:
        raise GitError("git is not installed here, so --since cannot be answered.")
    done = subprocess.run([program, "-C", str(folder), *arguments], capture_output=True, check=False)
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip()
        raise GitError(told or "git does not know that commit, branch or tag. In a shallow clone, fetch it first.")
    return done.stdout
