"""The colour of a collection's cover: each theme has one, and keeps it whatever else is on the list of themes."""

from __future__ import annotations

import zlib

#: Dark enough for white words, at 7 to 1 (WCAG 2.2 AAA). The style sheet has the same list, and a test holds them together.
COLOURS = ("#12263f", "#7a1712", "#0f4c3a", "#4a2a6a", "#5c3d00", "#0b4f6c", "#6b1d4f", "#3b4a12", "#2f3e8f", "#4d3b36")


def cover(theme: str) -> int:
    """The number of a theme's colour among COLOURS. No theme is the first, our own."""
    return 1 + zlib.crc32(theme.encode()) % (len(COLOURS) - 1) if theme else 0
