"""Migrations, up and down, from empty and from each earlier state with rows in it, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Integer, LargeBinary, MetaData, Table, inspect, select, text

from portal import create_app
from portal.extensions import can_migrate, db

MOMENT = datetime(2026, 11, 22, 20, 30, 15, 123456)  # noqa: DTZ001  as every table keeps it
SCRIPTS = ScriptDirectory(str(Path(__file__).parents[2] / "portal" / "migrations"))

#: Every revision, the first one first.
REVISIONS = [each.revision for each in SCRIPTS.walk_revisions()][::-1]

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def database_url(each_database_url: str) -> str:
    return each_database_url


def tables_of(migrated: Flask) -> dict[str, Table]:
    """The tables as they are in the database, in an order in which rows can be added."""
    with migrated.app_context():
        found = MetaData()
        found.reflect(db.engine)
        return {table.name: table for table in found.sorted_tables if table.name != "alembic_version"}


def value_for(column: Column[Any], number: int) -> Any:
    """Something that the column takes: as long as it may be, and with letters of more than one byte."""
    if column.foreign_keys or (column.primary_key and isinstance(column.type, Integer)):
        return number
    if isinstance(column.type, JSON):
        return {"words": ["Ŵrecsam", "a\nb", None]}
    for kind, value in ((Boolean, True), (Integer, number), (LargeBinary, b"\0\xff"), (DateTime, MOMENT), (Date, MOMENT.date())):
        if isinstance(column.type, kind):
            return value
    return (f"{number}" + "ŵ" * 5_000)[: getattr(column.type, "length", None) or 5_000]


def fill(migrated: Flask) -> None:
    """Two rows in every table."""
    tables = tables_of(migrated)
    with migrated.app_context(), db.engine.begin() as connection:
        for table in tables.values():
            for number in (1, 2):
                connection.execute(table.insert(), {column.name: value_for(column, number) for column in table.columns})


def rows(migrated: Flask) -> Rows:
    """All that is in every table, in order."""
    tables = tables_of(migrated)
    with migrated.app_context(), db.engine.connect() as connection:
        return {
            name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()]
            for name, table in tables.items()
        }


def differences(migrated: Flask) -> Sequence[Any]:
    """Where the database is not as the models say, in any column, type, key or index."""
    with migrated.app_context(), db.engine.connect() as connection:
        options = {"compare_type": True, "target_metadata": db.metadata}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), db.metadata))


def test_an_empty_database_is_brought_up_to_date_as_the_models_are(app: Flask) -> None:
    with app.app_context():
        upgrade()
    assert not differences(app)
    assert set(tables_of(app)) == set(db.metadata.tables)


def test_an_empty_database_goes_up_and_down_a_step_at_a_time(app: Flask) -> None:
    with app.app_context():
        for revision in REVISIONS:
            upgrade(revision=revision)
        for revision in [*REVISIONS[-2::-1], "base"]:
            downgrade(revision=revision)
        assert inspect(db.engine).get_table_names() == ["alembic_version"]
        upgrade()
    assert not differences(app)


@pytest.mark.parametrize("revision", REVISIONS)
def test_rows_of_an_earlier_state_are_all_there_afterwards_and_after_going_back(app: Flask, revision: str) -> None:
    with app.app_context():
        upgrade(revision=revision)
    fill(app)
    before = rows(app)
    assert before
    assert all(len(each) == 2 for each in before.values())
    with app.app_context():
        upgrade()
    after = rows(app)
    for table, kept in before.items():
        assert [{name: row[name] for name in was} for row, was in zip(after[table], kept, strict=True)] == kept
    with app.app_context():
        downgrade(revision=revision)
    assert rows(app) == before


def test_going_back_from_the_newest_with_rows_takes_only_what_the_older_did_not_have(app: Flask) -> None:
    with app.app_context():
        upgrade()
    fill(app)
    for revision in REVISIONS[-2::-1]:
        before = rows(app)
        with app.app_context():
            downgrade(revision=revision)
        after = rows(app)
        assert set(after) <= set(before)
        assert {name: len(kept) for name, kept in after.items()} == dict.fromkeys(after, 2)


def test_a_step_that_fails_changes_nothing(app: Flask) -> None:
    """The third step is met by a table that is there already."""
    with app.app_context():
        upgrade(revision=REVISIONS[0])
        db.session.execute(text("CREATE TABLE word_file (id INTEGER PRIMARY KEY)"))
        db.session.commit()
        before = set(inspect(db.engine).get_table_names())
        with pytest.raises(Exception, match="already exists"):
            upgrade()
        assert set(inspect(db.engine).get_table_names()) == before
        assert db.session.scalar(text("SELECT version_num FROM alembic_version")) == REVISIONS[0]


def test_migrations_run_from_the_command_line(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["db", "upgrade"])
    assert answer.exit_code == 0, answer.output
    assert app.test_cli_runner().invoke(args=["db", "check"]).exit_code == 0


def test_the_sql_can_be_printed_instead(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    other = can_migrate(create_app({"SECRET_KEY": "x", "DATABASE_URL": database_url}))
    with other.app_context():
        upgrade(sql=True)
        db.engine.dispose()
    assert "CREATE TABLE collection_version" in capsys.readouterr().out
