"""What tests of collections share: everybody of `tests.portal.curators`, and a browser for each."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.curation import store
from portal.curation.contents import Contents
from portal.curation.models import Collection
from portal.extensions import db
from tests.portal.conftest import copied
from tests.portal.curators import person, populate, sign_in

#: A browser in which somebody is signed in, by what tests call them.
As = Callable[[str], FlaskClient]


@pytest.fixture(scope="session")
def populated_database(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database on SQLite with everybody in it, to copy."""
    file = Path(shutil.copy(empty_database, tmp_path_factory.mktemp("people") / "people.db"))
    engine = create_engine(f"sqlite:///{file}")
    with Session(engine) as session:
        populate(session)
    engine.dispose()
    return file


@pytest.fixture
def people(app: Flask, populated_database: Path) -> Flask:
    """The application with everybody, both bodies and three collections. No form needs its token: other tests see to that."""
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        if not copied(populated_database):
            db.create_all()
            populate(db.session())
    return app


@pytest.fixture
def as_(people: Flask) -> As:
    """Somebody's browser."""

    def browser(name: str) -> FlaskClient:
        client = people.test_client()
        with people.app_context():
            account = person(db.session(), name)
        sign_in(client, account)
        return client

    return browser


def found(app: Flask, slug: str = "draft-one") -> tuple[Collection, Contents]:
    """A collection as it is in SQL now, and its newest contents."""
    with app.app_context():
        collection = store.collection_named(db.session(), slug)
        assert collection
        return collection, store.newest(db.session(), collection).contents
