"""How the database is opened: the same promises on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal import create_app, current_index, database
from portal.accounts import store
from portal.accounts.models import Account
from portal.config import SettingsError, settings
from portal.extensions import db
from tests.memory_index import MemoryIndex

#: A member of a body that is not there.
MEMBER = text("INSERT INTO membership (account_id, body_id, role, since) VALUES (7, 7, 'owner', '2026-11-22')")


@pytest.mark.parametrize(
    ("given", "opened"),
    [
        ("postgres://me:p%40ss@db.example:5433/site", "postgresql+psycopg://me:p%40ss@db.example:5433/site"),
        ("postgresql://me@db.example/site?sslmode=require", "postgresql+psycopg://me@db.example/site?sslmode=require"),
        ("postgresql+psycopg://db.example/site", "postgresql+psycopg://db.example/site"),
        ("postgresql:///site?host=/run/postgresql", "postgresql+psycopg:///site?host=%2Frun%2Fpostgresql"),
        ("sqlite:///copybook.db", "sqlite:///copybook.db"),
        ("sqlite:////var/lib/copybook/copybook.db", "sqlite:////var/lib/copybook/copybook.db"),
    ],
)
def test_an_address_names_the_driver_that_is_there(given: str, opened: str) -> None:
    assert settings({"SECRET_KEY": "x", "DATABASE_URL": given}, {})["SQLALCHEMY_DATABASE_URI"] == opened


@pytest.mark.parametrize("given", ["mysql://me:sesame@db.example/site", "copybook.db", "postgresql+asyncpg://me:sesame@db.example/site"])
def test_another_database_is_refused_without_showing_what_was_set(given: str) -> None:
    with pytest.raises(SettingsError, match=r"DATABASE_URL must begin with sqlite:/// or postgresql://") as raised:
        settings({"SECRET_KEY": "x", "DATABASE_URL": given}, {})
    assert "sesame" not in str(raised.value)


def test_the_driver_for_postgresql_is_installed() -> None:
    app = create_app({"SECRET_KEY": "x", "DATABASE_URL": "postgresql://nobody@localhost/nothing"})
    with app.app_context():
        assert (db.engine.dialect.driver, db.engine.pool._pre_ping) == ("psycopg", True)


@pytest.fixture
def disk_is_waited_for() -> bool:
    """As in service, not as in all other tests."""
    return True


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2), ("busy_timeout", database.PATIENCE)]
)
def test_sqlite_is_opened_so_that_nothing_is_lost(tables: Flask, pragma: str, value: Any) -> None:
    with tables.app_context():
        assert db.session.scalar(text(f"PRAGMA {pragma}")) == value


def test_foreign_keys_are_held(tables: Flask) -> None:
    with tables.app_context(), pytest.raises(IntegrityError):
        db.session.execute(MEMBER)


@pytest.mark.parametrize("path", ["/collections/a%00b", "/%00", "/contribute/draft/word/picture/2147483648?key=x"])
def test_what_no_database_can_hold_is_no_address(tables: Flask, client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_address_with_a_null_character_is_nobodys(tables: Flask, client: FlaskClient) -> None:
    token = client.get("/sign-in").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    answer = client.post("/sign-in", data={"csrf_token": token, "email": "a\0b@body.example", "password": "\0" * 12})
    assert answer.status_code == 422


def test_a_change_is_made_again_where_somebody_was_quicker(tables: Flask) -> None:
    tries = []

    def change() -> Account:
        tries.append(1)
        made = Account(email="a@body.example" if len(tries) < 3 else "b@body.example", name="A", spare_codes=[])
        db.session.add(made)
        db.session.flush()
        return made

    with tables.app_context():
        store.add_account(db.session(), None, "a@body.example", "The first", None)
        db.session.commit()
        made = database.committed(db.session(), change)
        assert (len(tries), made.email) == (3, "b@body.example")


def test_what_can_never_be_is_not_tried_for_ever(tables: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "TRIES", 3)
    tries = []

    def change() -> None:
        tries.append(1)
        db.session.execute(MEMBER)

    with tables.app_context(), pytest.raises(IntegrityError):
        database.committed(db.session(), change)
    assert len(tries) == 3


def test_what_the_database_refuses_is_a_page_that_says_what_to_do(
    tables: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    tables.add_url_rule("/twice", view_func=lambda: (db.session.execute(MEMBER), "")[1])
    answer = client.get("/twice")
    assert answer.status_code == 409
    assert "Somebody did the same a moment before you" in answer.text
    assert "Refused by the database" in caplog.text


def test_a_database_that_is_away_is_a_page_that_says_to_wait(
    settings: dict[str, Any], index: MemoryIndex, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(settings | {"DATABASE_URL": "postgresql://nobody:sesame@/nothing?host=/nowhere&connect_timeout=2"})
    current_index.install(app, lambda: index)
    answer = app.test_client().get("/collections")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "wait a minute" in answer.text
    assert "sesame" not in caplog.text


@pytest.mark.parametrize(
    "too_long", ["--name=" + "n" * 201, "--kind=" + "k" * 61, "--region=" + "r" * 61, "--website=https://" + "w" * 300]
)
def test_a_body_whose_facts_have_no_room_is_refused_before_the_database_does(tables: Flask, too_long: str) -> None:
    answer = tables.test_cli_runner().invoke(args=["bodies", "add", "a-body", "--name=A", too_long])
    assert (answer.exit_code, "at most 200 characters" in answer.output) == (1, True)


def test_tests_refuse_on_sqlite_what_postgresql_would(tables: Flask) -> None:
    with tables.app_context():
        db.session.add(Account(email="a@body.example", name="n" * 121, spare_codes=[]))
        with pytest.raises(AssertionError, match=r"account.name takes 120 characters"):
            db.session.flush()
