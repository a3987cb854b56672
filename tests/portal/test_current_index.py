from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from indexer import IndexMissing, Vocabulary
from portal.current_index import IndexKeeper, current_index, install, open_early
from tests.memory_index import MemoryIndex


class Shelf:
    """Indexes that are opened one after another, as new generations are."""

    def __init__(self, *indexes: MemoryIndex | Exception) -> None:
        self.indexes = list(indexes)
        self.opened = 0

    def __call__(self) -> MemoryIndex:
        self.opened += 1
        first = self.indexes.pop(0)
        if isinstance(first, Exception):
            raise first
        return first


def empty() -> MemoryIndex:
    return MemoryIndex((), Vocabulary())


def wait_for(true: Callable[[], bool]) -> None:
    """Give threads a moment. Fails if it does not come true."""
    done = threading.Event()
    for _ in range(200):
        if true():
            return
        done.wait(0.01)
    raise AssertionError("it did not come true within two seconds")


def test_requests_share_one_open_index() -> None:
    shelf = Shelf(empty())
    keeper = IndexKeeper(shelf)
    assert keeper.borrow().index is keeper.borrow().index
    assert shelf.opened == 1


def test_a_new_generation_is_served_to_the_next_request() -> None:
    old, new = empty(), empty()
    keeper = IndexKeeper(Shelf(old, new))
    assert keeper.borrow().index is old
    old.current = False
    assert keeper.borrow().index is new


def test_the_old_generation_is_closed_when_its_last_request_ends() -> None:
    old, new = empty(), empty()
    keeper = IndexKeeper(Shelf(old, new))
    first, second = keeper.borrow(), keeper.borrow()
    old.current = False
    keeper.borrow()
    keeper.give_back(first)
    assert not old.closed
    keeper.give_back(second)
    wait_for(lambda: old.closed)
    assert not new.closed


def test_an_old_generation_that_nobody_uses_is_closed_at_once() -> None:
    old = empty()
    keeper = IndexKeeper(Shelf(old, empty()))
    keeper.give_back(keeper.borrow())
    old.current = False
    keeper.borrow()
    wait_for(lambda: old.closed)


def test_a_generation_that_cannot_be_opened_leaves_the_old_one_serving(caplog: pytest.LogCaptureFixture) -> None:
    old = empty()
    shelf = Shelf(old, OSError("half of it is missing"), empty())
    keeper = IndexKeeper(shelf)
    keeper.borrow()
    old.current = False
    assert keeper.borrow().index is old
    assert keeper.borrow().index is old
    assert shelf.opened == 2, "it must not be tried again for each request"
    assert [record.message for record in caplog.records if "could not be opened" in record.message]


def test_while_one_thread_opens_a_generation_others_go_on_with_the_old() -> None:
    old, new = empty(), empty()
    opening, may_open = threading.Event(), threading.Event()

    def open_newest() -> MemoryIndex:
        if not old.current:
            opening.set()
            assert may_open.wait(2)
            return new
        return old

    keeper = IndexKeeper(open_newest)
    keeper.borrow()
    old.current = False
    slow = threading.Thread(target=keeper.borrow)
    slow.start()
    assert opening.wait(2)
    assert keeper.borrow().index is old
    may_open.set()
    slow.join(2)
    assert keeper.borrow().index is new


def test_without_an_index_every_request_is_told_so() -> None:
    keeper = IndexKeeper(Shelf(IndexMissing("none"), IndexMissing("none"), empty()))
    for _ in range(2):
        with pytest.raises(IndexMissing):
            keeper.borrow()
    assert keeper.borrow()


def test_the_model_is_warmed_by_another_thread() -> None:
    warmed_by: list[threading.Thread] = []

    class Slow(MemoryIndex):
        def warm(self) -> None:
            warmed_by.append(threading.current_thread())

    IndexKeeper(Shelf(Slow((), Vocabulary()))).borrow()
    wait_for(lambda: bool(warmed_by))
    assert warmed_by[0] is not threading.current_thread()
    assert warmed_by[0] is not threading.current_thread()


#: Begins to load a model, and ends.
_ENDS_SOON = """
import time
from indexer import Vocabulary
from portal.current_index import IndexKeeper
from tests.memory_index import MemoryIndex
class Slow(MemoryIndex):
    def warm(self):
        time.sleep(0.2)
        print("loaded", flush=True)
keeper = IndexKeeper(lambda: Slow([], Vocabulary()))
keeper.give_back(keeper.borrow())
"""


def test_a_process_does_not_end_while_it_loads_the_model() -> None:
    """ONNX Runtime would abort it, and a stopped worker look like a broken one."""
    ran = subprocess.run([sys.executable, "-c", _ENDS_SOON], capture_output=True, text=True, check=True)
    assert ran.stdout == "loaded\n"


def test_visitors_who_waited_for_the_start_come_before_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    class Noted(threading.Timer):
        def __init__(self, interval: float, *args: Any, **named: Any) -> None:
            pauses.append(interval)
            super().__init__(0, *args, **named)

    monkeypatch.setattr("portal.current_index.threading.Timer", Noted)
    old = empty()
    keeper = IndexKeeper(Shelf(old, empty()), pause=7.0)
    keeper.borrow()
    old.current = False
    keeper.borrow()
    assert pauses == [7.0, 0.0], "nobody waits for a generation that replaces another"


def test_an_index_is_not_closed_while_it_warms() -> None:
    may_warm = threading.Event()

    class Slow(MemoryIndex):
        def warm(self) -> None:
            may_warm.wait(2)

    old = Slow((), Vocabulary())
    keeper = IndexKeeper(Shelf(old, empty()))
    keeper.give_back(keeper.borrow())
    old.current = False
    keeper.give_back(keeper.borrow())
    assert not old.closed
    may_warm.set()
    wait_for(lambda: old.closed)


def test_a_model_that_cannot_be_loaded_is_logged_once_and_search_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(MemoryIndex):
        def warm(self) -> None:
            raise OSError("no such model")

    keeper = IndexKeeper(Shelf(Broken((), Vocabulary())))
    keeper.borrow()
    wait_for(lambda: any("model could not be loaded" in record.message for record in caplog.records))
    assert keeper.borrow()
    assert len(caplog.records) == 1


def test_a_request_keeps_its_index_from_beginning_to_end(app: Flask) -> None:
    old, new = empty(), empty()
    install(app, Shelf(old, new))
    with app.test_request_context("/"):
        assert current_index() is old
        old.current = False
        assert current_index() is old
    with app.test_request_context("/"):
        assert current_index() is new
    wait_for(lambda: old.closed)


def test_opening_early_without_an_index_only_says_so(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    install(app, Shelf(IndexMissing("The index has not been built. Run `copybook build`.")))
    with caplog.at_level(logging.WARNING):
        open_early(app)
    assert "copybook build" in caplog.text


def test_opening_early_opens_once_for_all(app: Flask) -> None:
    shelf = Shelf(empty())
    install(app, shelf)
    open_early(app)
    with app.test_request_context("/"):
        current_index()
    assert shelf.opened == 1
