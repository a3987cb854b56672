"""The agreed list of regional bodies, as it stands beside the case studies."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: Where the list is, in the folder of case studies.
FILE = Path("vocabulary") / "regional_bodies.csv"


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list."""

    slug: str
    name: str
    kind: str
    region: str
    website: str


def listed_bodies(casestudies: Path) -> Iterator[Listed]:
    """Each regional body of the list. Raises OSError where there is no list."""
    with (casestudies / FILE).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Listed(row["slug"], row["name"], row["kind"], row["region"], row["website"])
