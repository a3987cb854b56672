"""What tests of collections share: everybody of `tests.portal.curators`, and a browser for each."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.curation import store
from portal.curation.contents import Contents
from portal.curation.models import Collection
from portal.extensions import db
from tests.portal.curators import person, populate, sign_in

#: A browser in which somebody is signed in, by what tests call them.
As = Callable[[str], FlaskClient]


@pytest.fixture
def people(tables: Flask) -> Flask:
    """The application with everybody, both bodies and three collections. No form needs its token: other tests see to that."""
    tables.config["WTF_CSRF_ENABLED"] = False
    with tables.app_context():
        populate(db.session())
    return tables


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
