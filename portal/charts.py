"""Pictures of figures, drawn on the server as SVG. Each stands in a table beside its figure, and carries its own words."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

#: The drawing's own units across. It stretches to the width it is given.
ACROSS = 100.0

#: A bar is never thinner than this, so that nought can be seen too.
THINNEST = 0.7


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it begins and how long it is, in hundredths of the drawing's width."""

    start: float
    length: float

    def svg(self, kind: str) -> Markup:
        """The bar as a drawing. `kind` (before, after or harm) sets its colour."""
        share = round(self.length)
        words = "A bar of full length" if share == 100 else f"A bar of {share}% of the full length"
        return Markup(
            '<svg class="app-bar" role="img" aria-label="{words}" viewBox="0 0 100 10" width="100%" height="14" preserveAspectRatio="none">'
            '<rect class="app-bar__line app-bar__line--{kind}" x="{x}" y="0" width="{width}" height="10"/></svg>'
        ).format(words=words, kind=kind, x=f"{min(self.start, ACROSS - THINNEST):.2f}", width=f"{max(self.length, THINNEST):.2f}")


def bars(*values: int | float) -> tuple[Bar, ...]:
    """A bar for each value, all to one scale that includes nought. What is below nought lies to its left."""
    low, high = min(0.0, *values), max(0.0, *values)
    # Halved, so that even the widest numbers there are have a span that is a number.
    span = high / 2 - low / 2
    if span == 0:
        return tuple(Bar(0.0, 0.0) for _ in values)
    return tuple(Bar((min(value, 0) / 2 - low / 2) / span * ACROSS, abs(value / 2) / span * ACROSS) for value in values)
