"""A real PostgreSQL server for tests: one for the whole run, on a socket of its own. It needs neither root nor Docker."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql


class CannotRun(Exception):
    """No server can be started here. Says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: its address without a database, and the folder of its programs."""

    socket: str
    programs: Path

    def url(self, name: str) -> str:
        """The address of one of its databases, as whoever sets up the site would write it."""
        return f"postgresql://postgres@/{name}?host={self.socket}"

    def new_database(self) -> str:
        """The address of a new, empty database."""
        name = f"test_{uuid4().hex[:12]}"
        self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def drop(self, url: str) -> None:
        """Take a database away, whoever is still connected to it."""
        name = url.rpartition("/test_")[2].partition("?")[0]
        self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(f"test_{name}")))

    def _run(self, command: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(command)


@contextmanager
def running() -> Iterator[Server]:
    """A server, until it is left. Raises CannotRun."""
    folder = Path(tempfile.mkdtemp(prefix="copybook-postgres-"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # where it keeps its lock is its own affair
            from pgserver import _commands, postgres_server  # takes a while, so only where a test asks for a server

            server = postgres_server.get_server(folder / "data", cleanup_mode="delete")
    except (ImportError, OSError, subprocess.SubprocessError, AssertionError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise CannotRun(f"no PostgreSQL server can be started here ({type(error).__name__}: {error})") from error
    try:
        # What these databases hold may be lost: no test waits for the disk.
        for command in ("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET synchronous_commit = off", "SELECT pg_reload_conf()"):
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute(command)
        yield Server(server.get_postmaster_info().socket_dir.as_posix(), Path(_commands.POSTGRES_BIN_PATH))
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
