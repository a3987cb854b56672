"""Backups of all that people added: one file that says what it holds, made while the site runs, and put back as it was.

    commands
     └─ archive           the file: what it holds, and the database as it was
     │   └─ sealed        the same, encrypted
     └─ sqlite  postgres  how each database is copied out, and in again
         └─ programs      PostgreSQL's own programs, and what is said when they fail

Imports point down.
"""

from __future__ import annotations

from flask import Flask

from portal.backup import commands


def install(app: Flask) -> None:
    """Give whoever runs the site `flask backup` and `flask restore`."""
    app.cli.add_command(commands.backup)
    app.cli.add_command(commands.restore)
