from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from indexer import Completion
from tests.memory_index import MemoryIndex
from tests.portal.conftest import GetPage


def test_what_is_being_typed_is_suggested_with_its_address(client: FlaskClient) -> None:
    found = client.get("/complete.json?q=camden").get_json()
    assert {
        "text": "Camden puts damp sensors in 200 flats",
        "kind": "case study",
        "address": "/case-studies/camden-damp-sensors",
    } in found


@pytest.mark.parametrize(
    ("kind", "slug", "address"),
    [
        ("case study", "camden-damp-sensors", "/case-studies/camden-damp-sensors"),
        ("council", "camden", "/councils/camden"),
        ("theme", "housing", "/themes/housing"),
        ("supplier", "a-b-ltd", "/search?supplier=a-b-ltd"),
    ],
)
def test_each_kind_of_thing_leads_to_its_own_place(
    client: FlaskClient, index: MemoryIndex, monkeypatch: pytest.MonkeyPatch, kind: str, slug: str, address: str
) -> None:
    monkeypatch.setattr(index, "complete", lambda text, limit: (Completion("Name", kind, slug),))  # type: ignore[arg-type]
    assert client.get("/complete.json?q=na").get_json() == [{"text": "Name", "kind": kind, "address": address}]


def test_no_more_than_eight_are_suggested(client: FlaskClient, index: MemoryIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "complete", lambda text, limit: (Completion("A", "council", "a"),) * 30)
    assert len(client.get("/complete.json?q=a").get_json()) == 8


@pytest.mark.parametrize("asked", ["", "?q=", "?q=%20%00", "?x=y"])
def test_nothing_typed_suggests_nothing(client: FlaskClient, asked: str) -> None:
    assert client.get(f"/complete.json{asked}").get_json() == []


@pytest.mark.parametrize("path", ["/", "/search?q=damp", "/councils"])
def test_every_search_box_is_a_plain_one_that_says_where_suggestions_are(get_page: GetPage, path: str) -> None:
    [box] = get_page(path).all("input", type="search")
    assert box.get("data-suggestions") == "/complete.json"
    assert box.get("role") is None
