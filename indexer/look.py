"""What the builder found when it last looked at the content repository: one small file beside the index, for the site to show."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Look:
    """When the builder last looked, the commit that the branch was at then, and what stopped it, in words for everybody.

    `trouble` is empty when all went well. `odd` is what it met in the repository that is not read, and why.
    """

    at: str
    commit: str | None = None
    trouble: str = ""
    odd: tuple[str, ...] = ()


def last_look(index: Path) -> Look | None:
    """The last look; None where no builder keeps watch."""
    try:
        kept = json.loads((index / _FILE).read_text(encoding="utf-8"))
        return Look(str(kept["at"]), kept["commit"], str(kept["trouble"]), tuple(map(str, kept["odd"])))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_look(index: Path, look: Look) -> None:
    """Keep a look for the site, in one step."""
    index.mkdir(parents=True, exist_ok=True)
    fresh = index / f".{_FILE}"
    fresh.write_text(json.dumps(asdict(look), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    fresh.replace(index / _FILE)


_FILE = "look.json"
