"""The seam between the portal and whatever holds the index.

    portal  ->  Index (read only)  <-  an engine: build(...) and open_index(...)

The type that a reader holds has no method that writes. An engine is named here once, by string, so that
importing this module loads neither Whoosh nor NumPy nor a model: the one upward step in the house.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol, cast

from indexer.casestudy import Adoption, CaseStudy
from indexer.query import Built, Completion, Query, Results, Similar
from indexer.vocabulary import Vocabulary

#: The engines there are. Each is a package with `build` and `open_index`.
ENGINES: Mapping[str, str] = {"embedded": "indexer.embedded"}


class IndexMissing(Exception):
    """There is no index to open. The remedy is in the message."""


class Index(Protocol):
    """A built corpus, to read. Safe to use from several threads at once."""

    @property
    def built(self) -> Built:
        """When it was built, from what, and what was left out."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The agreed lists as they were when it was built."""

    @property
    def adoptions(self) -> tuple[Adoption, ...]:
        """Every adoption, by slug."""

    def search(self, query: Query) -> Results:
        """The case studies that answer, best first. Never raises, whatever was typed; past the end, an empty page."""

    def get(self, slug: str) -> CaseStudy | None:
        """One case study, by its slug or a previous one; None if there never was one here."""

    def all(self) -> Iterable[CaseStudy]:
        """Every case study, by slug."""

    def similar(self, slug: str, limit: int = 4) -> tuple[Similar, ...]:
        """The nearest others, nearest first, each with why. Empty for an unknown slug."""

    def complete(self, text: str, limit: int = 8) -> tuple[Completion, ...]:
        """What the person may be typing, likeliest first."""

    def warm(self) -> None:
        """Load what the first search by meaning needs. Until then, searches go by words alone."""

    def is_current(self) -> bool:
        """Whether it is still the newest generation. Costs one look at one file."""

    def close(self) -> None:
        """Let go of files. The index must not be used again."""


def build_index(casestudies: Path, index: Path, engine: str = "embedded", **options: Any) -> Built:
    """Read, check and index a folder of case studies into a new generation, and switch to it in one step."""
    build = cast("Callable[..., Built]", _engine(engine).build)
    return build(casestudies, index, **options)


def open_index(index: Path, engine: str = "embedded") -> Index:
    """Open the newest generation. Raises IndexMissing when there is none."""
    return cast(Index, _engine(engine).open_index(index))


def load_engine(engine: str = "embedded") -> None:
    """Import what opening an index needs, and open nothing: a server does so once, for all the workers that it then starts."""
    _engine(engine)


def _engine(name: str) -> Any:
    if name not in ENGINES:
        raise ValueError(f"There is no engine called {name!r}. The engines are: {', '.join(sorted(ENGINES))}.")
    return importlib.import_module(ENGINES[name])
