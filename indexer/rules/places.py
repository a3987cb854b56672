"""Rules about where a file is, before it is read."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.rules.rule import rule
from indexer.values import Flaw


@rule("CB-504", why="A file in the wrong place would be passed over without a word.", fix="Move it to where the rule says.")
def stray(path: str) -> Iterator[Flaw]:
    """A case study must be in its lead's folder, and an adoption in the folder `adoptions` of its council."""
    if fix := _place(path):
        yield Flaw(1, 1, "A file must be where its kind belongs; this one would not be read.", fix)


def _place(path: str) -> str:
    """Where the file should be; nothing when it is there."""
    *folders, name = path.split("/")
    stem, dot, ending = name.rpartition(".")
    stem, suffix = (stem, dot + ending) if dot else (name, "")
    lead = folders[0] if folders else "<council>"
    is_list = suffix.lower() in (".yaml", ".yml")
    if not is_list and "adoptions" in folders:
        return f"A case study goes in {lead}/{stem}.md; only adoptions go in {lead}/adoptions."
    if is_list:
        return "" if folders[1:] == ["adoptions"] and suffix == ".yaml" else f"An adoption goes in {lead}/adoptions/{stem}.yaml."
    return "" if len(folders) == 1 and suffix == ".md" else f"A case study goes in {lead}/{stem}.md."


@rule("CB-505", why="A link may lead out of the folder, and what cannot be opened cannot be checked.", fix="Put the file itself there.")
def unreadable(fix: str) -> Iterator[Flaw]:
    """A case study must be a plain file that can be read."""
    yield Flaw(1, 1, "A case study must be a plain file that can be read.", fix)
