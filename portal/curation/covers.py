"""The colour of a collection's cover: each theme of the agreed list has one."""

from __future__ import annotations

from collections.abc import Iterable

#: Dark enough for white words, at 7 to 1 (WCAG 2.2 AAA). The style sheet has the same list, and a test holds them together.
COLOURS = ("#12263f", "#7a1712", "#0f4c3a", "#4a2a6a", "#5c3d00", "#0b4f6c", "#6b1d4f", "#3b4a12", "#2f3e8f", "#4d3b36")


def cover(theme: str, themes: Iterable[str]) -> int:
    """The number of a theme's colour among COLOURS, by its place on the list of themes. No theme is the first, our own.

    By its place and not by its name, so that as few as can be share one. It keeps its colour where new themes come last.
    """
    places = {each: place for place, each in enumerate(themes)}
    return 1 + places[theme] % (len(COLOURS) - 1) if theme in places else 0
