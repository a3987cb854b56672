"""PostgreSQL's own programs: found by name, told where the database is without its password being seen, and quoted when they fail."""

from __future__ import annotations

import os
import shutil
import subprocess

from sqlalchemy.engine import URL


class ProgramFailed(Exception):
    """A program is not there, or did not do it. Says which, and what it said."""


def run(url: URL, name: str, *arguments: str) -> None:
    """Run one on a database. Raises ProgramFailed."""
    program = shutil.which(name)
    if program is None:
        raise ProgramFailed(
            f"{name} is not installed here. Install PostgreSQL's own client programs (pg_dump, pg_restore and psql), of the server's "
            "version or newer; on Debian they are in postgresql-client. Nothing was changed."
        )
    secret = {"PGPASSWORD": url.password} if url.password else {}
    done = subprocess.run([program, *arguments], env=os.environ | secret, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()[-6:]
        raise ProgramFailed("\n".join([f"{name} could not do it, and says:", *(f"  {line}" for line in said)]))


def where(url: URL) -> str:
    """The database, as these programs are told of it: without its password, which every user of the machine could read."""
    plain = url.set(drivername="postgresql").difference_update_query(["password"])
    return URL.create("postgresql", plain.username, None, plain.host, plain.port, plain.database, plain.query).render_as_string()
