"""What a generation says of itself: which shape its files have, what it was built from, and with which model."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from indexer.query import Built

#: Changes whenever the files of a generation change their shape or meaning; another schema is built anew from nothing.
SCHEMA = 1

_FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`floor` is the cosine under which meaning alone does not count; it belongs to the model. `source` is a digest of
    everything the build read: with the same source there is nothing to build."""

    schema: int
    floor: float
    source: str
    built: Built


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Keep it beside what it describes."""
    (folder / _FILE).write_text(json.dumps(asdict(manifest), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest | None:
    """A generation's manifest, or None if its schema is not the one this version reads.

    Raises FileNotFoundError where there is no generation.
    """
    kept = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    if kept["schema"] != SCHEMA:
        return None
    left_out = {path: tuple(reasons) for path, reasons in kept["built"].pop("left_out").items()}
    return Manifest(kept["schema"], kept["floor"], kept["source"], Built(**kept["built"], left_out=left_out))
