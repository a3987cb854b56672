"""How a database is opened, so that SQLite and PostgreSQL keep the same promises, and how a change goes on where somebody was quicker.

SQLite is left in Python's ordinary mode: a transaction begins with the first change, not with the first question. So whoever waits for
another's change to end sees what came of it, as on PostgreSQL (“read committed”), and nobody is told that the database is locked
because they had read before they wrote. Savepoints are the one thing that this mode cannot do: nothing here may use them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import CursorResult, Engine, Update, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError
from sqlalchemy.orm import Session

T = TypeVar("T")

#: How long SQLite waits for another's change to end, in milliseconds: longer than a mail server may take to answer.
PATIENCE = 30_000

#: How often a change is tried where each time somebody else was quicker. Each time one of them has done theirs, so that nobody need
#: wait before they try again: more than are served at once would have to want the same in one moment.
TRIES = 40

#: The largest number of a row that both databases take.
LARGEST_NUMBER = 2**31 - 1


def address(text: str) -> str:
    """Where the database is, as SQLAlchemy names it. Raises ValueError, without what was in it, where that is no database of ours."""
    try:
        url = make_url(text)
    except ArgumentError:
        url = URL.create("")
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("postgresql+psycopg", "sqlite"):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    return url.render_as_string(hide_password=False)


def options(url: str) -> dict[str, Any]:
    """How an engine for it is made. What goes wrong in the database is logged without what was in it."""
    # A connection that a restarted server has closed is opened again, rather than being somebody's page 500.
    return {"hide_parameters": True} | ({"pool_pre_ping": True} if url.startswith("postgresql") else {})


def keep_promises(engine: Engine) -> None:
    """Have SQLite hold foreign keys, let people read while somebody writes, wait its turn, and lose nothing that was said to be saved."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)


def _open_sqlite(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    # Waits for the disk at each commit. NORMAL would not, and a power cut could take back what somebody was told is saved.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def changes_one(session: Session, change: Update) -> bool:
    """Change a row only if it is still as it was seen, which the change says itself. Of two who come at once, one does and one does not."""
    done = session.execute(change.execution_options(synchronize_session="fetch"))
    assert isinstance(done, CursorResult)
    return done.rowcount == 1


def committed(session: Session, change: Callable[[], T]) -> T:
    """Make a change and commit it. Where somebody took the same name or place in the same moment, make it again over what is there now.

    The change is called once for each try, and must begin from the database each time: nothing of a failed try is left.
    """
    for tried in range(TRIES):
        try:
            made = change()
            session.commit()
        except IntegrityError:
            session.rollback()
            if tried == TRIES - 1:
                raise
        else:
            return made
    raise AssertionError("the last try either returns or raises")
