"""Hold every number in the case studies to the fact sheets they were written from (`make check-content`).

A number that is in no fact must be mended. One that was rounded, or reckoned from several facts, or that the facts only give as “about”,
is for a person to look at. Where there are no fact sheets, there is nothing to hold them to.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from indexer.draft import read_draft
from indexer.files import walk
from indexer.vocabulary import Vocabulary
from tests.content.facts import Judgement, Verdict, facts_in, judge
from tests.content.placing import Placed, placed

ROOT = Path(__file__).parents[2]
FACTS = ROOT.parent / "shared" / "facts"
TABLE = Path(__file__).parent / "sheets.yaml"

#: What is said of a number that is not simply found, and in which order.
SAID: dict[Verdict, str] = {
    "missing": "is in no fact",
    "rounded": "is rounded, from",
    "reckoned": "is reckoned:",
    "bare": "is less exact in the facts",
}


@dataclass(frozen=True, slots=True)
class Held:
    """One number of a case study, held to its facts."""

    path: str
    place: Placed
    judgement: Judgement

    def __str__(self) -> str:
        said = f"“{self.place.figure.written}” {SAID[self.judgement.verdict]} {self.judgement.of}".rstrip()
        return f"{self.path}:{self.place.line}: {said} | {self.place.words}"


def hold(path: str, content: bytes, sheets: list[dict[str, Any]]) -> Iterator[Held]:
    """Every number in one case study or adoption, held to fact sheets."""
    facts = facts_in(sheets)
    for place in placed(read_draft(path, content, Vocabulary())):
        judgement = judge(place.figure, facts, place.words)
        yield Held(path, place, Judgement("found") if judgement.verdict == "bare" and place.again else judgement)


def sheets_of(path: str, folder: Path, table: dict[str, list[str]]) -> list[dict[str, Any]]:
    """The fact sheets of a file: those that the table names for it, else the one of its own name. None where there is none."""
    whole = path.rpartition(".")[0]
    slug = whole.rpartition("/")[2]
    paths = [folder / "case-studies" / f"{name}.yaml" for name in table.get(whole, [slug])]
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths if path.exists()]


def report(casestudies: Path, folder: Path, table: dict[str, list[str]]) -> int:
    """Print what is not simply found, file by file, and totals. One where a number is in no fact, else nought."""
    verdicts: Counter[Verdict] = Counter()
    without, files = 0, sorted(name for name, _ in walk(casestudies))
    for path in files:
        sheets = sheets_of(path, folder, table)
        if not sheets:
            without += 1
            print(f"{path}: there is no fact sheet of its name. Name those it was written from in {TABLE.relative_to(ROOT)}.")
            continue
        held = list(hold(path, (casestudies / path).read_bytes(), sheets))
        verdicts.update(it.judgement.verdict for it in held)
        for verdict in SAID:
            for it in held:
                if it.judgement.verdict == verdict:
                    print(it)
    print(
        f"{len(files)} case studies and adoptions, {without} without a fact sheet; {verdicts.total():,} numbers checked: "
        f"{verdicts['missing']} not found, {verdicts['rounded']} rounded, {verdicts['reckoned']} reckoned, "
        f"{verdicts['bare']} more exact than the facts."
    )
    return int(bool(verdicts["missing"] or without))


def main() -> int:
    """Read the arguments, and check."""
    parser = argparse.ArgumentParser(description="Hold every number in the case studies to the fact sheets they were written from.")
    parser.add_argument("--facts", type=Path, default=FACTS, help="the folder of facts, with case-studies/ in it")
    parser.add_argument("--casestudies", type=Path, default=ROOT / "casestudies", help="the folder of case studies")
    given = parser.parse_args()
    if not (given.facts / "case-studies").is_dir():
        print(f"There are no fact sheets in {given.facts}/case-studies, so no number was checked. Name their folder with --facts.")
        return 0
    return report(given.casestudies, given.facts, yaml.safe_load(TABLE.read_text(encoding="utf-8")))


if __name__ == "__main__":
    sys.exit(main())
