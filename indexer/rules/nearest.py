"""Which known name was probably meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

#: Words that many councils share, so that they say nothing about which one is meant.
_COMMON = frozenset(
    ("the", "of", "and", "city", "council", "borough", "district", "county", "metropolitan", "london", "royal", "corporation", "authority")
)


def nearest(word: str, known: Mapping[str, Iterable[str]] | Iterable[str]) -> str | None:
    """The known slug nearest to what was written, by the slug itself or by one of its names; None if nothing is near."""
    names = known if isinstance(known, Mapping) else dict.fromkeys(known, ())
    wanted = _plain(word[:100])
    spellings: dict[str, str] = {}
    for slug, others in names.items():
        for name in (slug, *others):
            spellings.setdefault(_plain(name), slug)
    cores = {_core(name): slug for name, slug in reversed(spellings.items())}
    if wanted in spellings:
        return spellings[wanted]
    if _core(wanted) in cores:
        return cores[_core(wanted)]
    begun = {slug for name, slug in spellings.items() if len(wanted) > 2 and name.startswith(wanted)}
    if len(begun) == 1:
        return begun.pop()
    # Only the words that tell councils apart: else “Your Council” is near every short name with “Council” after it.
    near = difflib.get_close_matches(_core(wanted), cores, n=1, cutoff=0.7)
    return cores[near[0]] if near else None


def did_you_mean(word: str, known: Mapping[str, Iterable[str]] | Iterable[str], otherwise: str) -> str:
    """“Did you mean …?”, or what else to do."""
    found = nearest(word, known)
    return f"Did you mean “{found}”?" if found else otherwise


def _plain(name: str) -> str:
    return re.sub(r"[^\w]+", " ", name.lower()).replace("_", " ").strip()


def _core(name: str) -> str:
    """The name without the words that many share; all of it when nothing else is left."""
    return " ".join(word for word in name.split() if word not in _COMMON) or name
