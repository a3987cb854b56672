"""Strings that have broken other people's programs, typed into the search box: a page each time, and nothing in it runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import cycle
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from tests.naughty_strings import NAUGHTY


def address(path: str, text: str) -> str:
    # As a browser sends it: half a letter goes as a question mark.
    return f"{path}?{urlencode({'q': text.encode(errors='replace')})}"


@pytest.mark.parametrize("strings", NAUGHTY.values(), ids=NAUGHTY)
def test_each_is_a_page_and_nothing_in_it_runs(client: FlaskClient, strings: Sequence[str]) -> None:
    for text in strings:
        answer = client.get(address("/search", text))
        assert answer.status_code == 200, text
        page = answer.get_data(as_text=True)
        typed = " ".join(text.split())
        assert typed not in page or "<" not in typed, "what was typed stands there unescaped"
        assert "7*7" not in text or "49" not in page.partition("<h1")[2].partition("</h1>")[0], "what was typed was run"


@pytest.mark.parametrize("strings", NAUGHTY.values(), ids=NAUGHTY)
def test_they_are_answered_in_every_other_form_in_turn(client: FlaskClient, strings: Sequence[str]) -> None:
    for text, path in zip(strings, cycle(("/search.json", "/complete.json", "/search.atom", "/search.csv")), strict=False):
        answer = client.get(address(path, text))
        assert answer.status_code == 200
        if path.endswith("json"):
            json.loads(answer.data)
        if path.endswith("atom"):
            ElementTree.fromstring(answer.data)
