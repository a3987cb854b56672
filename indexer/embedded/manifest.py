"""What a generation says of itself: which shape its files have, what it was built from, and with which model."""

from __future__ import annotations

import hashlib
import inspect
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from indexer import casestudy, passages
from indexer.query import Built

_SHAPES = inspect.getsource(casestudy) + inspect.getsource(passages)

#: Which shape the files of a generation have (raise the number when it changes), what a case study is made of and how it is cut:
#: vectors belong to passages by their place, so that passages cut another way would be given the wrong ones. Another schema is
#: not read, and is built anew from nothing.
SCHEMA = f"2-{hashlib.sha256(_SHAPES.encode()).hexdigest()[:12]}"

_FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`floor` is the cosine under which meaning alone does not count; it belongs to the model. `source` is a digest of
    everything the build read: with the same source there is nothing to build."""

    schema: str
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
