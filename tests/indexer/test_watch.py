from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import main
from indexer.index import build_index, open_index
from indexer.look import Look, last_look
from indexer.query import Built
from indexer.watch import Build, Round, WatchedAlready, do_round, mark_of, only_one, watch
from tests.indexer.content_repository import REPAIRS, Content, git, make_content
from tests.toy_encoder import ToyEncoder

ROOT = Path(__file__).parents[2]


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return make_content(tmp_path)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def builder(index: Path) -> Build:
    return lambda folder: build_index(folder, index, encoder=ToyEncoder())


def title(index: Path, slug: str = "lincoln-housing-repairs-system") -> str:
    opened = open_index(index)
    found = opened.get(slug)
    opened.close()
    return found.title if found else ""


def look(index: Path) -> Look:
    found = last_look(index)
    assert found
    return found


def test_what_is_merged_is_published(content: Content, index: Path) -> None:
    assert do_round(content.checkout, index, builder(index)).well
    commit = content.change()
    done = do_round(content.checkout, index, builder(index))
    assert done.well
    assert title(index) == "Lincoln has replaced its old housing repairs system"
    assert done.built
    assert done.built.commit == commit
    assert (look(index).commit, look(index).trouble) == (commit, "")


def test_nothing_new_builds_nothing_new(content: Content, index: Path) -> None:
    first = do_round(content.checkout, index, builder(index)).built
    again = do_round(content.checkout, index, builder(index)).built
    assert first == again


def test_a_file_with_faults_never_stops_the_others(content: Content, index: Path, caplog: pytest.LogCaptureFixture) -> None:
    (content.work / "casestudies/wigan/wigan-tablet-lending.md").write_text("nonsense", encoding="utf-8")
    content.change()
    assert do_round(content.checkout, index, builder(index)).well
    assert title(index).startswith("Lincoln has replaced")
    assert title(index, "wigan-tablet-lending") == ""
    assert "Left out wigan/wigan-tablet-lending.md: line 1" in caplog.text


def test_what_is_no_plain_file_is_told_of_until_it_goes(content: Content, index: Path, caplog: pytest.LogCaptureFixture) -> None:
    (content.work / "casestudies/lincoln/passwords.md").symlink_to("/etc/passwd")
    content.push()
    for _ in range(2):
        assert do_round(content.checkout, index, builder(index)).well
        assert look(index).odd == ("casestudies/lincoln/passwords.md is a link to something else: left out. Put the file itself there.",)
    assert "passwords.md is a link" in caplog.text
    (content.work / "casestudies/lincoln/passwords.md").unlink()
    content.push()
    do_round(content.checkout, index, builder(index))
    assert look(index).odd == ()


def vanish(content: Content) -> None:
    content.bare.rename(content.bare.with_name("elsewhere.git"))


def rewrite(content: Content) -> None:
    git(content.work, "commit", "--quiet", "--amend", "--message=rewritten")
    content.push("--force")


def change_by_hand(content: Content) -> None:
    (content.checkout.folder / REPAIRS).write_text("mine", encoding="utf-8")
    content.push()


def break_a_list(content: Content) -> None:
    (content.work / "casestudies/vocabulary/themes.yaml").write_text("- slug: [", encoding="utf-8")
    content.push()


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (vanish, "could not be fetched"),
        (rewrite, "forced push"),
        (change_by_hand, "changed by hand"),
        (break_a_list, "An agreed list cannot be read"),
    ],
)
def test_trouble_is_told_and_the_old_index_serves(
    harm: Callable[[Content], None], words: str, content: Content, index: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    do_round(content.checkout, index, builder(index))
    harm(content)
    assert not do_round(content.checkout, index, builder(index)).well
    assert title(index) == "Lincoln replaces its old housing repairs system"
    assert words in look(index).trouble
    assert words in caplog.text
    # What the site shows to everybody names no folder of this machine.
    assert str(tmp_path) not in look(index).trouble


def test_a_build_that_fails_is_told_and_the_next_round_begins_anew(content: Content, index: Path, caplog: pytest.LogCaptureFixture) -> None:
    def failing(_: Path) -> Built:
        raise OSError(28, "No space left on device")

    assert not do_round(content.checkout, index, failing).well
    assert look(index).trouble.startswith("The index could not be built.")
    assert "No space left" in caplog.text
    assert "No space left" not in look(index).trouble
    assert do_round(content.checkout, index, builder(index)).well


def test_there_is_only_ever_one_builder(content: Content) -> None:
    with only_one(content.checkout), pytest.raises(WatchedAlready), only_one(content.checkout, patience=0):
        pass
    with only_one(content.checkout, patience=0):
        pass


class Stop(BaseException):
    """Ends a watch that would go on for ever."""


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The moments at which rounds began, of a watch whose third round is its last. Sleeping only moves the clock."""
    began: list[float] = []
    clock = [0.0]

    def round_(*_: object) -> Round:
        began.append(clock[0])
        if len(began) == 3:
            raise Stop
        return Round(well=True)

    def sleep(seconds: float) -> None:
        clock[0] += seconds

    monkeypatch.setattr("indexer.watch.do_round", round_)
    monkeypatch.setattr("indexer.watch.time.sleep", sleep)
    monkeypatch.setattr("indexer.watch.time.monotonic", lambda: clock[0])
    return began


def test_it_looks_every_few_minutes_without_a_push(content: Content, index: Path, rounds: list[float], tmp_path: Path) -> None:
    with pytest.raises(Stop):
        watch(content.checkout, index, tmp_path / "note", builder(index), every=100)
    assert rounds == [0, pytest.approx(100, abs=1), pytest.approx(200, abs=2)]


def test_a_note_is_answered_at_once(
    content: Content, index: Path, rounds: list[float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = iter([None, None, None, (1, 1), (1, 1), (1, 1), (2, 2), (2, 2)])
    monkeypatch.setattr("indexer.watch.mark_of", lambda note: next(marks))
    with pytest.raises(Stop):
        watch(content.checkout, index, tmp_path / "note", builder(index), every=100)
    assert rounds[2] < 2


def test_after_trouble_it_waits_longer_each_time(
    content: Content, index: Path, rounds: list[float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 8:
            raise Stop

    monkeypatch.setattr("indexer.watch.do_round", lambda *_: Round(well=False))
    monkeypatch.setattr("indexer.watch.time.sleep", sleep)
    with pytest.raises(Stop):
        watch(content.checkout, index, tmp_path / "note", builder(index), every=100)
    assert waits == [5, 10, 20, 40, 80, 100, 100, 100]


def test_a_note_left_again_is_seen(tmp_path: Path) -> None:
    note = tmp_path / "note"
    assert mark_of(note) is None
    note.touch()
    first = mark_of(note)
    os.utime(note, ns=(1, 1))
    assert mark_of(note) not in (None, first)


def start(content: Content, folder: Path, *more: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "tests.indexer.watching", str(content.bare), str(folder), *more]
    return subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def wait_for(is_so: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.02)


def test_it_serves_a_push_and_ends_cleanly(content: Content, tmp_path: Path, index: Path) -> None:
    running = start(content, tmp_path)
    try:
        wait_for(lambda: last_look(index) is not None)
        content.change()
        (tmp_path / "note").touch()
        wait_for(lambda: title(index).startswith("Lincoln has replaced"))
        running.send_signal(signal.SIGTERM)
        _, said = running.communicate(timeout=10)
    finally:
        running.kill()
    assert running.returncode == 0
    assert "Traceback" not in said
    assert said.rstrip().endswith("Stopped.")


def test_a_second_builder_says_so(content: Content, tmp_path: Path) -> None:
    with only_one(content.checkout):
        running = start(content, tmp_path)
        _, said = running.communicate(timeout=30)
    assert running.returncode == 1
    assert "Another builder is at work" in said


@pytest.mark.parametrize("after", [0.0, 0.02, 0.1, 0.3, 0.8])
def test_killed_at_any_point_it_carries_on(after: float, content: Content, tmp_path: Path, index: Path) -> None:
    do_round(content.checkout, index, builder(index))
    commit = content.change()
    before = len(list((content.checkout.folder / ".git").rglob("*")))
    running = start(content, tmp_path, "0.1")
    wait_for(lambda: len(list((content.checkout.folder / ".git").rglob("*"))) != before or running.poll() is not None)
    time.sleep(after)
    running.kill()
    running.communicate()
    assert title(index)
    with only_one(content.checkout, patience=20) as held:
        assert do_round(held, index, builder(index)).well
    assert title(index).startswith("Lincoln has replaced")
    assert look(index).commit == commit


def test_trouble_names_no_secret(tmp_path: Path, index: Path, content: Content, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    do_round(replace(content.checkout, repository="https://someone:s3cret@127.0.0.1:9/a.git"), index, builder(index))
    assert "could not be fetched" in look(index).trouble
    assert "s3cret" not in caplog.text + (index / "look.json").read_text(encoding="utf-8")


def test_an_unfit_address_is_told_at_once() -> None:
    said = CliRunner().invoke(main, ["watch", "--repository", "ext::sh -c id", "--once"])
    assert said.exit_code == 1
    assert "must begin with https://" in said.output
    assert CliRunner().invoke(main, ["watch", "--repository", "/x", "--inside", "../etc"]).exit_code == 2
