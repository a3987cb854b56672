"""What the portal plugs into Flask: the database, its migrations, and protection against forged forms and floods."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from flask import Flask, abort, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase
from werkzeug.routing import IntegerConverter

from portal import database

#: Constraints need names, or a migration cannot change them later on every database.
NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """What every table's class is made from."""

    metadata = MetaData(naming_convention=NAMES)


def now() -> datetime:
    """This moment, as every table keeps it: in UTC, and without saying so, which SQLite cannot."""
    return datetime.now(UTC).replace(tzinfo=None)


db = SQLAlchemy(model_class=Model)
csrf = CSRFProtect()

#: Counts requests by the address they come from. A view says how many; most have no limit.
limiter = Limiter(get_remote_address, key_prefix="copybook")


def connect(app: Flask) -> None:
    """Give the application its database session, `flask db`, checks of forms, and limits."""
    db.init_app(app)
    with app.app_context():
        database.keep_promises(db.engine)
    if click.get_current_context(silent=True):  # typed in a terminal
        can_migrate(app)
    csrf.init_app(app)
    limiter.init_app(app)
    app.url_map.converters["int"] = RowNumber
    app.before_request(_refuse_null)


def can_migrate(app: Flask) -> Flask:
    """Let the commands that change tables find the migrations. The site itself does without: Alembic takes a tenth of its start."""
    from flask_migrate import Migrate

    Migrate(app, db, directory=str(Path(__file__).parent / "migrations"))
    return app


class RowNumber(IntegerConverter):
    """A number in an address, no larger than a row's can be: asking a database for a larger one is a fault of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max": database.LARGEST_NUMBER, **kwargs})


def _refuse_null() -> None:
    """PostgreSQL takes no text with a null character. No address of ours has one."""
    if "\0" in request.path:
        abort(404)
