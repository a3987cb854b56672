from __future__ import annotations

import re

import html5lib
import pytest

from portal.charts import ACROSS, Bar, bars


def test_both_bars_are_drawn_to_one_scale() -> None:
    before, after = bars(72, 18)
    assert before == Bar(0, ACROSS)
    assert after == Bar(0, ACROSS / 4)


def test_what_is_below_nought_lies_to_its_left() -> None:
    before, after = bars(-5, 15)
    assert before == Bar(0, 25)
    assert after == Bar(25, 75)


def test_two_noughts_have_no_length() -> None:
    assert bars(0, 0) == (Bar(0, 0), Bar(0, 0))


def test_a_nought_can_still_be_seen() -> None:
    assert float(re.findall(r'width="([\d.]+)"', bars(0, 5)[0].svg("before"))[-1]) > 0


@pytest.mark.parametrize("values", [(1e308, -1e308), (5e-324, 5e-324), (10**300, 1), (-3, -9)])
def test_no_bar_leaves_the_drawing(values: tuple[float, float]) -> None:
    for bar in bars(*values):
        assert 0 <= bar.start <= bar.start + bar.length <= ACROSS + 1e-9


def test_a_bar_says_in_words_how_long_it_is() -> None:
    before, after = bars(72, 18)
    assert 'aria-label="A bar of full length"' in before.svg("before")
    assert 'aria-label="A bar of 25% of the full length"' in after.svg("after")


def test_a_bar_is_an_image_with_no_style_of_its_own() -> None:
    drawing = html5lib.parseFragment(bars(1, 2)[0].svg("harm"), namespaceHTMLElements=False)
    svg = next(iter(drawing))
    assert svg.get("role") == "img"
    assert all("style" not in element.attrib for element in drawing.iter())
