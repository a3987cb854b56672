"""The builder's rounds: fetch the content repository, move forward, build, publish; again at every push, and every few minutes.

    note of a push ─┐
    a few minutes  ─┴─> round: fetch ── advance ── build ──> look (for the site)

There is only ever one builder of a copy. Whatever goes wrong in a round, the old index serves on and the next round begins anew.
"""

from __future__ import annotations

import fcntl
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from indexer.checkout import Checkout, CheckoutError, advance, fetch, mend
from indexer.look import Look, last_look, write_look
from indexer.query import Built
from indexer.vocabulary import VocabularyError

logger = logging.getLogger(__name__)

#: After trouble, the first wait in seconds; doubled each time up to the ordinary one.
FIRST_WAIT = 5.0

#: How often the note is looked at, in seconds: one stat.
GLANCE = 0.25

#: Builds what a folder holds. As `indexer.index.build_index`, with the index to build already named.
Build = Callable[[Path], Built]


class WatchedAlready(Exception):
    """Another builder is at work on the same copy."""


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one round: whether all went well, and what serves now, if it was built."""

    well: bool
    built: Built | None = None


@contextmanager
def only_one(checkout: Checkout, patience: float = 5.0) -> Iterator[Checkout]:
    """Hold the lock of a copy, or raise WatchedAlready. It belongs to the process and to the git it started, so that one
    that is killed lets go of it and a second never meets the first one's git still writing."""
    checkout.folder.parent.mkdir(parents=True, exist_ok=True)
    with checkout.folder.with_name(f"{checkout.folder.name}.lock").open("w") as file:
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > until:
                    raise WatchedAlready(f"Another builder is at work on {checkout.folder}. There must only be one.") from error
                time.sleep(GLANCE)
        yield replace(checkout, lock=file.fileno())


def watch(checkout: Checkout, index: Path, note: Path, build: Build, every: float = 300.0) -> None:
    """Rounds without end. The copy's lock must be held."""
    troubles = 0
    while True:
        seen = mark_of(note)
        troubles = 0 if do_round(checkout, index, build).well else troubles + 1
        if troubles:
            wait = min(FIRST_WAIT * 2 ** min(troubles - 1, 20), every)
            logger.info("Next look in %.0f seconds.", wait)
            time.sleep(wait)
        else:
            _wait_for(note, seen, every)


def do_round(checkout: Checkout, index: Path, build: Build) -> Round:
    """Fetch, move forward, build and publish. Never raises: what went wrong is logged, and kept for the site in plain words."""
    before = last_look(index) or Look("")
    commit, built, trouble, odd = None, None, "", before.odd
    try:
        began = time.monotonic()
        mend(checkout)
        commit = fetch(checkout)
        fetched = time.monotonic()
        came = advance(checkout, commit)
        for each in came:
            logger.warning("%s", each)
        odd = odd if commit == before.commit else came
        built = build(checkout.casestudies)
        _tell(built, commit, fetched - began, time.monotonic() - fetched)
    except CheckoutError as error:
        trouble = str(error)
        logger.error("%s %s", error, error.detail)
    except VocabularyError as error:
        where = " ".join(str(error).replace(f"{checkout.folder}/", "").split())
        trouble = f"An agreed list cannot be read, so that nothing new was published. {where}"
        logger.error("%s", trouble)
    except Exception:
        # Whatever a file or this machine brings about, the builder must be there for the next round.
        trouble = "The index could not be built. The people who run this site find the reason in the builder's log."
        logger.exception("The index could not be built: the one before serves on.")
    _keep(index, Look(_now(), commit, trouble, odd))
    return Round(not trouble, built)


def _tell(built: Built, commit: str, fetching: float, building: float) -> None:
    for path, reasons in built.left_out.items():
        logger.warning("Left out %s: %s", ascii(path) if not path.isprintable() else path, " ".join(reasons))
    logger.info(
        "At %s: generation %d serves %d case studies, %d files left out. Fetched in %.1f s, the rest took %.1f s.",
        commit[:12], built.generation, built.case_studies, len(built.left_out), fetching, building,
    )  # fmt: skip


def _keep(index: Path, look: Look) -> None:
    try:
        write_look(index, look)
    except OSError:
        logger.exception("What this look found could not be kept for the site. See whether there is room in %s.", index)


def mark_of(note: Path) -> tuple[int, int] | None:
    """What changes whenever the note is left again; None while there is none."""
    try:
        stat = note.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ino


def _wait_for(note: Path, seen: tuple[int, int] | None, most: float) -> None:
    """Wait until the note is left again, or so many seconds have passed."""
    until = time.monotonic() + most
    while time.monotonic() < until:
        if mark_of(note) not in (seen, None):
            return
        time.sleep(min(GLANCE, max(0.0, until - time.monotonic())))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
