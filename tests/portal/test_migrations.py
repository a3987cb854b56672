from __future__ import annotations

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from portal.extensions import db


def test_an_empty_database_can_be_brought_up_to_date_and_back(app: Flask) -> None:
    with app.app_context():
        upgrade()
        assert "alembic_version" in inspect(db.engine).get_table_names()
        downgrade(revision="base")


def test_the_tables_that_the_migrations_make_are_those_of_the_models(app: Flask) -> None:
    with app.app_context():
        upgrade()
        assert set(inspect(db.engine).get_table_names()) - {"alembic_version"} == set(db.metadata.tables)
