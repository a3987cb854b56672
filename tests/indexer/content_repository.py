"""A real bare repository with the frozen corpus in it, and someone who pushes to it, for tests of the builder."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from indexer.checkout import Checkout
from tests.conftest import CORPUS

REPAIRS = "casestudies/lincoln/lincoln-housing-repairs-system.md"


def git(folder: Path, *arguments: str) -> str:
    """Run git as a person with a name, and no settings of this machine."""
    settings = ("user.name=Test", "user.email=test@council.example", "commit.gpgsign=false", "protocol.file.allow=always")
    words = [word for each in settings for word in ("-c", each)]
    done = subprocess.run(["git", *words, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@dataclass(frozen=True)
class Content:
    """The bare repository, a clone to work in, and the builder's copy."""

    bare: Path
    work: Path
    checkout: Checkout

    def push(self, *options: str) -> str:
        """Commit everything in the clone and push it. Gives the commit."""
        git(self.work, "add", "--all")
        git(self.work, "commit", "--quiet", "--allow-empty", "--message=change")
        git(self.work, "push", "--quiet", *options, "origin", "HEAD:main")
        return git(self.work, "rev-parse", "HEAD")

    def change(self, old: str = "Lincoln replaces", new: str = "Lincoln has replaced", path: str = REPAIRS) -> str:
        """Change words in one case study and push."""
        file = self.work / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
        return self.push()


def make_content(folder: Path, casestudies: Path = CORPUS) -> Content:
    """A bare repository with a folder of case studies as its first commit."""
    bare, work = folder / "content.git", folder / "work"
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(bare))
    git(folder, "clone", "--quiet", str(bare), str(work))
    shutil.copytree(casestudies, work / "casestudies")
    content = Content(bare, work, Checkout(str(bare), "main", folder / "checkout"))
    content.push()
    return content
