"""`flask backup` and `flask restore`, for whoever runs the site."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import Connection, func, inspect, select, table
from sqlalchemy.exc import DBAPIError

from portal.accounts import store as accounts
from portal.backup import archive, postgres, sqlite
from portal.backup.archive import Manifest, NotBackup
from portal.backup.programs import ProgramFailed
from portal.backup.sqlite import NotWhole
from portal.extensions import can_migrate, db

Rows = Mapping[str, int]


@click.command("backup")
@click.argument("to", type=click.Path(path_type=Path), required=False)
@with_appcontext
def backup(to: Path | None) -> None:
    """Copy all that people added into one file, while the site runs. TO is a file or a folder; without it, instance/backups."""
    target = _target(to or Path(current_app.instance_path) / "backups")
    key = current_app.config["BACKUP_KEY"]
    with _said(), _own_folder(target.parent) as folder:
        manifest = _copy_out(folder / "database")
        archive.write(target, folder / "database", manifest, key)
    click.echo(f"Wrote {target}{', encrypted' if key else '. It is not encrypted: BACKUP_KEY is not set'}.")
    _tell(manifest)


@click.command("restore")
@click.argument("backup_file", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="Put it in the place of what the database holds now, which is lost.")
@click.option("--check", is_flag=True, help="Only say what it holds, and whether it is whole.")
@with_appcontext
def restore(backup_file: Path, replace: bool, check: bool) -> None:
    """Put a backup back. Refuses where the database holds anything, unless told to replace it."""
    with _said(), _own_folder(None) as folder:
        manifest = archive.read(backup_file, current_app.config["BACKUP_KEY"], folder / "database")
        _tell(manifest)
        if check:
            click.echo("It is whole. Nothing was changed.")
            return
        newest = _refuse(manifest, replace)
        _copy_in(folder / "database", manifest)
    if manifest.schema != newest:
        from flask_migrate import upgrade

        upgrade()
        click.echo(f"It was of an earlier version ({manifest.schema}), and was brought up to date ({newest}).")
    accounts.end_all_sessions(db.session())
    db.session.commit()
    click.echo("Restored. Everyone must sign in again. What was changed since is as it was before: look through accounts and roles.")


def _target(to: Path) -> Path:
    if not to.is_dir() and to.suffix:
        return to
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    return to / f"copybook-{datetime.now(UTC):%Y-%m-%d-%H%M%S}.backup"


@contextmanager
def _own_folder(beside: Path | None) -> Iterator[Path]:
    """A folder for what is half done, that nobody else may look into."""
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=beside) as folder:
        yield Path(folder)


@contextmanager
def _said() -> Iterator[None]:
    """What can go wrong here, in words for whoever typed the command."""
    try:
        yield
    except (NotBackup, ProgramFailed) as error:
        raise click.ClickException(str(error)) from error
    except NotWhole as error:
        raise click.ClickException(f"The database is damaged, and was not copied: {error}. Restore the last backup.") from error
    except DBAPIError as error:
        words = f"The database cannot be used: {error.orig}. If its file is damaged, move that away, and try again."
        raise click.ClickException(words) from error
    except OSError as error:
        raise click.ClickException(f"{error.strerror or error}: {error.filename or 'the backup'}. Nothing was written.") from error


def _copy_out(to: Path) -> Manifest:
    if db.engine.dialect.name == "sqlite":
        sqlite.copy_out(db.engine, to)
        with sqlite.opened(to).connect() as copy:
            schema, rows = _schema(copy), _rows(copy)
    else:
        with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            schema, rows = _schema(connection), _rows(connection)
            postgres.copy_out(connection, db.engine.url, [*rows, "alembic_version"], to)
    moment = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return Manifest(moment, db.engine.dialect.name, schema, rows, to.stat().st_size, archive.sum_of(to))


def _copy_in(source: Path, manifest: Manifest) -> None:
    db.session.remove()
    db.engine.dispose()
    if db.engine.dialect.name == "sqlite":
        sqlite.copy_in(db.engine, source)
    else:
        with db.engine.connect() as connection:
            old = [*_rows(connection), "alembic_version"]
        postgres.copy_in(db.engine.url, source, old)
    with db.engine.connect() as connection:
        if _rows(connection) != manifest.rows:
            raise NotBackup("The database does not hold as many rows as the backup said. Do not use it; restore another backup.")


def _migrations() -> Any:
    """Alembic's list of migrations. Loaded late: the site starts without it."""
    from alembic.script import ScriptDirectory

    can_migrate(current_app)
    return ScriptDirectory.from_config(current_app.extensions["migrate"].migrate.get_config())


def _refuse(manifest: Manifest, replace: bool) -> str:
    """Say why it may not be put back, if it may not; otherwise the newest migration that this version knows."""
    if manifest.database != db.engine.dialect.name:
        raise NotBackup(f"It is of a {manifest.database} database, and DATABASE_URL names {db.engine.dialect.name}. Nothing was changed.")
    scripts = _migrations()
    if manifest.schema not in {each.revision for each in scripts.walk_revisions()}:
        raise NotBackup(f"It was made by a newer version of Copybook ({manifest.schema}). Install that version, then restore it.")
    with db.engine.connect() as connection:
        held = sum(_rows(connection).values())
    if held and not replace:
        words = f"The database holds {held:,} rows, which would be lost. To put the backup in their place, add --replace."
        raise NotBackup(f"{words} `flask backup` keeps them first. Nothing was changed.")
    newest: str = scripts.get_current_head()
    assert newest
    return newest


def _schema(connection: Connection) -> str:
    found = None
    if "alembic_version" in inspect(connection).get_table_names():
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if not found:
        raise NotBackup("There is nothing to back up: the database has no tables. `flask db upgrade` makes them.")
    return str(found)


def _rows(connection: Connection) -> Rows:
    """How many rows each of our tables has, of those that are there."""
    there = sorted(set(inspect(connection).get_table_names()) & set(db.metadata.tables))
    return {name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in there}


def _tell(manifest: Manifest) -> None:
    click.echo(f"Made {manifest.made}, of {manifest.database}, at migration {manifest.schema}:")
    for name, number in manifest.rows.items():
        click.echo(f"  {name}: {number:,}")
