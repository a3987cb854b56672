"""Case studies made up for one test, and what tests read off results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from indexer import CaseStudy, Hit, Index, Piece, Query, Results

_DAY = date(2026, 1, 5)


def case_study(slug: str, title: str, body: str = "", **fields: Any) -> CaseStudy:
    """A case study with these words and no more than it must have."""
    plain = CaseStudy(
        slug=slug,
        path=f"lincoln/{slug}.md",
        title=title,
        summary="",
        themes=("housing",),
        status="live",
        published=_DAY,
        review_by=_DAY.replace(year=2028),
        provenance="council",
        licence="OGL-UK-3.0",
        text=f"## The problem\n\n{body}\n",
    )
    return replace(plain, **fields)


def slugs(results: Results | Iterable[Hit]) -> list[str]:
    """The slugs of some hits, in order."""
    return [hit.case_study.slug for hit in (results.hits if isinstance(results, Results) else results)]


def whole(pieces: Iterable[Piece]) -> str:
    """The text of pieces put together again."""
    return "".join(piece.text for piece in pieces)


def every_hit(index: Index, query: Query, per_page: int = 100) -> list[Hit]:
    """What a reader finds who turns every page."""
    first = index.search(replace(query, page=1, per_page=per_page))
    others = (index.search(replace(query, page=page, per_page=per_page)) for page in range(2, first.pages + 1))
    return [*first.hits, *(hit for results in others for hit in results.hits)]
