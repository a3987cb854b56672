"""PostgreSQL, copied out with pg_dump and in again with pg_restore and psql: our own tables, and whatever else is there is left alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.engine import URL

from portal.backup.programs import run, where


def copy_out(connection: Connection, url: URL, tables: Iterable[str], to: Path) -> None:
    """Copy these tables as this transaction sees them, so that what was counted in it is what is copied. Raises ProgramFailed."""
    moment = connection.scalar(text("SELECT pg_export_snapshot()"))
    named = [f"--table={_quoted(name)}" for name in tables]
    run(url, "pg_dump", "--format=custom", "--no-password", f"--snapshot={moment}", *named, f"--file={to}", f"--dbname={where(url)}")


def copy_in(url: URL, source: Path, tables: Iterable[str]) -> None:
    """Put a copy in the place of these tables, in one transaction: if anything is wrong, all is as it was. Raises ProgramFailed."""
    script = source.with_suffix(".sql")
    run(url, "pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source))
    old = ", ".join(_quoted(name) for name in tables)
    drop = [f"--command=DROP TABLE IF EXISTS {old} CASCADE"] if old else []
    options = ["--no-psqlrc", "--no-password", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    run(url, "psql", *options, *drop, f"--file={script}", f"--dbname={where(url)}")


def _quoted(name: str) -> str:
    return f'"{name}"'
