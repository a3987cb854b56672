"""SQLite, copied out and in through its own online backup, while others read and write."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool


class NotWhole(Exception):
    """SQLite itself says that the database is damaged. Says how."""


def opened(path: Path) -> Engine:
    """A database file, by itself."""
    return create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool, hide_parameters=True)


def copy_out(engine: Engine, to: Path) -> None:
    """Copy the database as it is at one moment into one file. Raises NotWhole."""
    _copy(engine, opened(to))
    with opened(to).connect() as copy:
        copy.exec_driver_sql("PRAGMA journal_mode = DELETE")  # one file, with none beside it
        said = copy.exec_driver_sql("PRAGMA integrity_check").scalar()
        if said != "ok":
            raise NotWhole(str(said))


def copy_in(engine: Engine, source: Path) -> None:
    """Put a copy in the place of all that the database holds, in one step: until it ends, everybody sees the old."""
    _copy(opened(source), engine)


def _copy(source: Engine, to: Engine) -> None:
    with closing(source.raw_connection()) as old, closing(to.raw_connection()) as new:
        driver: Any = old.driver_connection
        driver.backup(new.driver_connection)
