from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from indexer import Look
from indexer.look import write_look
from portal.status import MOST_SHOWN, is_late, moment
from tests.memory_index import MemoryIndex
from tests.portal.attacks import ATTACKS
from tests.portal.conftest import GetPage


@pytest.fixture
def settings(settings: dict[str, Any], tmp_path: Path) -> dict[str, Any]:
    return settings | {"COPYBOOK_INDEX": str(tmp_path / "index")}


@pytest.fixture
def folder(settings: dict[str, Any]) -> Path:
    return Path(settings["COPYBOOK_INDEX"])


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


LeaveOut = Callable[[dict[str, tuple[str, ...]]], None]


@pytest.fixture
def left_out(index: MemoryIndex, monkeypatch: pytest.MonkeyPatch) -> LeaveOut:
    """Have the index say that these files were left out of it, and from which commit it is."""

    def say(files: dict[str, tuple[str, ...]]) -> None:
        monkeypatch.setattr(MemoryIndex, "built", replace(index.built, left_out=files, commit="0123456789abcdef" * 2))

    return say


def test_it_says_what_is_live(get_page: GetPage, index: MemoryIndex, left_out: LeaveOut) -> None:
    left_out({})
    page = get_page("/status")
    assert page.h1 == "What is live"
    assert f"Case studies {index.built.case_studies}" in page.main
    assert "From commit 0123456789ab" in page.main
    assert "Left out Nothing" in page.main
    assert "Last looked" not in page.main


def test_a_file_that_was_left_out_is_named_with_the_reason(get_page: GetPage, left_out: LeaveOut) -> None:
    left_out({"wigan/wigan-tablet-lending.md": ("line 7: `status` must be one of idea. Did you mean “live”?",)})
    page = get_page("/status")
    assert "wigan/wigan-tablet-lending.md" in [words.text for words in page.all("h3")]
    assert "Line 7: status must be one of idea. Did you mean “live”?" in page.main
    assert [each.text for each in page.one("main").iter("code")][-1] == "status"


def test_so_many_are_left_out_that_the_rest_is_only_counted(get_page: GetPage, left_out: LeaveOut, client: FlaskClient) -> None:
    left_out({f"leeds/{number:03}.md": ("line 1: no",) for number in range(150)})
    assert "And 50 more" in get_page("/status").main
    assert len(client.get("/status.json").get_json()["built"]["left_out"]) == 150


def test_nothing_in_a_file_acts_on_the_page(get_page: GetPage, left_out: LeaveOut, folder: Path) -> None:
    left_out({f"leeds/{attack}.md": (f"line 1: {attack}",) for attack in ATTACKS[:MOST_SHOWN]})
    write_look(folder, Look(now(), None, " ".join(ATTACKS), tuple(ATTACKS)))
    get_page("/status")
    left_out({f"leeds/{attack}.md": (f"line 1: {attack}",) for attack in ATTACKS[MOST_SHOWN:]})
    get_page("/status")


def test_trouble_is_told(get_page: GetPage, folder: Path) -> None:
    write_look(folder, Look(now(), "1" * 40, "The branch was rewritten.", ("a.md is a link",)))
    main = get_page("/status").main
    assert "New changes cannot come in at the moment. The branch was rewritten." in main
    assert "a.md is a link" in main
    assert "Last looked for changes" in main


def test_a_builder_that_has_gone_quiet_is_told_of(get_page: GetPage, folder: Path) -> None:
    write_look(folder, Look("2026-11-22T10:00:00+00:00"))
    assert "Nobody has looked for new changes since 22 November 2026 at 10:00 UTC" in get_page("/status").main


def test_it_is_late_after_an_hour() -> None:
    at = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert not is_late(None, at)
    assert not is_late(Look((at - timedelta(minutes=50)).isoformat()), at)
    assert is_late(Look((at - timedelta(minutes=70)).isoformat()), at)
    assert moment("yesterday") is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"at": 1}', "\x00"])
def test_a_spoilt_look_is_none(content: str, get_page: GetPage, folder: Path) -> None:
    folder.mkdir()
    (folder / "look.json").write_text(content, encoding="utf-8")
    assert "Last looked" not in get_page("/status").main


def test_machines_get_the_same(client: FlaskClient, index: MemoryIndex, folder: Path) -> None:
    write_look(folder, Look("2026-11-22T10:00:00+00:00", "1" * 40))
    told = client.get("/status.json").get_json()
    assert told["built"]["case_studies"] == index.built.case_studies
    assert told["look"] == {"at": "2026-11-22T10:00:00+00:00", "commit": "1" * 40, "trouble": "", "odd": []}
