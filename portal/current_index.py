"""The one open index of this process, shared by its threads and replaced when a new generation is there.

A request borrows the index when it first asks for it and gives it back when it ends. An older generation is
closed when the last request that uses it has ended; a build in progress disturbs nobody.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from flask import Flask, current_app, g

from indexer import Index, IndexMissing, open_index
from portal.kept_pages import KeptPages

logger = logging.getLogger(__name__)

#: After a new generation could not be opened, this many seconds pass before it is tried again.
TRY_AGAIN_AFTER = 10.0

#: The model begins to load so many seconds after the site began: those who waited for it are answered first, by words.
VISITORS_FIRST = 0.5


@dataclass(slots=True)
class Opened:
    """An open index, how many requests use it, and the parts of pages that were made from it."""

    index: Index
    users: int = 0
    pages: KeptPages = field(default_factory=KeptPages)


class IndexKeeper:
    """Keeps the newest generation open. `open_newest` opens it, or raises IndexMissing.

    The first is warmed after a pause, in seconds; those that replace it at once, since nobody waits for them.
    """

    def __init__(self, open_newest: Callable[[], Index], pause: float = 0.0) -> None:
        self._open_newest = open_newest
        self._pause = pause
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._newest: Opened | None = None
        self._not_before = 0.0

    def borrow(self) -> Opened:
        """The newest index, counted as in use until it is given back. Raises IndexMissing when there is none."""
        self._refresh()
        with self._lock:
            if self._newest is None:
                raise IndexMissing("The index has not been built. Run `copybook build`.")
            self._newest.users += 1
            return self._newest

    def give_back(self, opened: Opened) -> None:
        """Say that a request is done with it."""
        with self._lock:
            opened.users -= 1
            unused = opened.users == 0 and opened is not self._newest
        if unused:
            opened.index.close()

    def _refresh(self) -> None:
        """Open a newer generation if there is one. One thread does; meanwhile the others go on with what they have."""
        held = self._newest
        if held is not None and (held.index.is_current() or time.monotonic() < self._not_before):
            return
        if not self._opening.acquire(blocking=held is None):
            return
        try:
            if self._newest is held:
                self._open(held)
        finally:
            self._opening.release()

    def _open(self, held: Opened | None) -> None:
        try:
            newest = Opened(self._open_newest())
        except Exception:
            if held is None:
                raise
            logger.exception("A new generation of the index could not be opened: serving the one before it. Run `copybook build`.")
            self._not_before = time.monotonic() + TRY_AGAIN_AFTER
            return
        with self._lock:
            newest.users += 1  # by the thread that warms it
            self._newest = newest
            unused = held is not None and held.users == 0
        if held is not None and unused:
            held.index.close()
        warming = threading.Timer(self._pause if held is None else 0.0, self._warm, args=(newest,))
        warming.name = "warm"
        # No daemon: ONNX Runtime aborts the whole process when Python ends while it loads a model. So a stop waits for that, a second.
        warming.start()

    def _warm(self, opened: Opened) -> None:
        """Load the model behind the visitors' backs. Without it, search goes on by words."""
        try:
            opened.index.warm()
        except Exception:
            logger.exception("The model could not be loaded: search goes by words alone until the site is started again.")
        finally:
            self.give_back(opened)


def install(app: Flask, open_newest: Callable[[], Index] | None = None) -> None:
    """Give the application its keeper, and have each request give back what it borrowed."""
    open_newest = open_newest or partial(open_index, Path(app.config["COPYBOOK_INDEX"]))
    app.extensions["index_keeper"] = IndexKeeper(open_newest, VISITORS_FIRST)
    app.teardown_appcontext(_give_back)


def current_index() -> Index:
    """The index for this request: the same one from beginning to end. Without one, the reader gets the 503 page."""
    return _borrowed().index


def kept_pages() -> KeptPages:
    """The parts of pages that were made from this request's index. A new generation begins with none."""
    return _borrowed().pages


def open_early(app: Flask) -> None:
    """Open the index and begin to load the model before the first visitor comes. A missing index is only logged."""
    keeper = _keeper(app)
    try:
        keeper.give_back(keeper.borrow())
    except IndexMissing as error:
        logger.warning("%s", error)


def _borrowed() -> Opened:
    if "borrowed_index" not in g:
        g.borrowed_index = _keeper(current_app).borrow()
    borrowed: Opened = g.borrowed_index
    return borrowed


def _keeper(app: Flask) -> IndexKeeper:
    keeper: IndexKeeper = app.extensions["index_keeper"]
    return keeper


def _give_back(_: BaseException | None) -> None:
    borrowed = g.pop("borrowed_index", None)
    if borrowed is not None:
        _keeper(current_app).give_back(borrowed)
