"""What tests of the portal share: an index in memory, the application on it, and `get_page`, which audits what it fetches."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from copy import copy
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import create_engine, event, text
from werkzeug.routing import Rule

from indexer.corpus import Corpus
from portal import create_app, current_index, database
from portal.accounts import passwords
from portal.config import SETTINGS
from portal.extensions import Model, can_migrate, db
from tests.memory_index import MemoryIndex
from tests.portal.page import Page, audit
from tests.postgres import Server

CORPUS = Path(__file__).parents[1] / "corpus"

#: Names for the built files, so that these tests need no npm.
ASSETS = {"copybook.css": "copybook.css", "copybook.js": "copybook.js", "favicon.svg": "favicon.svg"}

GetPage = Callable[..., Page]


def _no_longer_than_its_column(_: object, __: object, row: Any) -> None:
    """What is too long for its column is kept by SQLite and refused by PostgreSQL. Here both refuse it."""
    for column in row.__table__.columns:
        value, longest = getattr(row, row.__mapper__.get_property_by_column(column).key), getattr(column.type, "length", None)
        assert not (longest and isinstance(value, str) and len(value) > longest), f"{column} takes {longest} characters, not {len(value)}"


event.listen(Model, "before_insert", _no_longer_than_its_column, propagate=True)
event.listen(Model, "before_update", _no_longer_than_its_column, propagate=True)


#: Makes an application: `app_with(TRUSTED_PROXIES=1)`.
AppWith = Callable[..., Flask]


@pytest.fixture(scope="session")
def whole_index(corpus: Corpus) -> MemoryIndex:
    """An index of the frozen corpus, to copy."""
    return MemoryIndex(corpus.case_studies.values(), corpus.vocabulary, corpus.adoptions)


@pytest.fixture
def index(whole_index: MemoryIndex) -> MemoryIndex:
    """An index of the frozen corpus. A test may turn what is for tests to turn."""
    return copy(whole_index)


@pytest.fixture
def postgresql_url(postgres: Server) -> Iterator[str]:
    """The address of a new, empty database on PostgreSQL, for one test."""
    url = postgres.new_database()
    yield url
    postgres.drop(url)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of the test's database: SQLite, unless the run was asked for on PostgreSQL."""
    if request.config.getoption("--postgresql"):
        return str(request.getfixturevalue("postgresql_url"))
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def each_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """For tests that hold for each: a file that has it as its `database_url` runs twice, on SQLite and on PostgreSQL."""
    return str(request.getfixturevalue("postgresql_url")) if request.param == "postgresql" else f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def settings(database_url: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What each test's application is set to, whatever this machine's environment says. A test may change it before it asks for `app`."""
    for setting in SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)
    return {
        "TESTING": True,
        "SECRET_KEY": "a key for tests",
        "DATABASE_URL": database_url,
        "COPYBOOK_CASESTUDIES": str(CORPUS),
        "ASSETS": ASSETS,
    }


class Compiled(BytecodeCache):
    """Templates compiled once for all tests, rather than once for each."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what was compiled before."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        assert bucket.code
        self._kept[bucket.key, bucket.checksum] = bucket.code


COMPILED = Compiled()


@pytest.fixture(scope="session", autouse=True)
def addresses_compiled_once() -> Iterator[None]:
    """How an address is built is compiled once for all tests. Werkzeug compiles some hundred for each application."""
    make, kept = Rule._compile_builder, {}

    def compiled(self: Rule, append_unknown: bool = True) -> Any:
        known = (self.rule, tuple(self._trace), repr(self.defaults), append_unknown)
        if known not in kept:
            kept[known] = make(self, append_unknown)
        return kept[known]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Rule, "_compile_builder", compiled)
        yield


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hashing a password takes as little as argon2 will have. Tests of the hashing itself have a fixture of this name that does nothing."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobody.cache_clear()
    yield
    passwords._nobody.cache_clear()


@pytest.fixture
def disk_is_waited_for() -> bool:
    """Whether SQLite waits for the disk at each commit, as in service. What these databases hold may be lost."""
    return False


def _wait_for_no_disk(connection: Any, _: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")


@pytest.fixture
def app_with(settings: dict[str, Any]) -> Iterator[AppWith]:
    """Makes an application with the settings of tests, and others besides. What it opened is closed afterwards."""
    made: list[Flask] = []

    def make(**others: Any) -> Flask:
        made.append(create_app(settings | others))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def app(app_with: AppWith, index: MemoryIndex, disk_is_waited_for: bool) -> Flask:
    """The application, on the index in memory."""
    app = can_migrate(app_with())
    app.jinja_env.bytecode_cache = COMPILED
    current_index.install(app, lambda: index)
    with app.app_context():
        if db.engine.dialect.name == "sqlite" and not disk_is_waited_for:
            event.listen(db.engine, "connect", _wait_for_no_disk)
    return app


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database on SQLite with our tables and nothing in them, to copy: making them takes longer than most tests."""
    file = tmp_path_factory.mktemp("tables") / "empty.db"
    engine = create_engine(f"sqlite:///{file}")
    database.keep_promises(engine)
    Model.metadata.create_all(engine)
    engine.dispose()
    return file


@pytest.fixture
def tables(app: Flask, empty_database: Path) -> Flask:
    """The application with its tables made."""
    with app.app_context():
        if not copied(empty_database):
            db.create_all()
    return app


def copied(database: Path) -> bool:
    """Begin the test's database as a copy of another, if it is on SQLite and not there yet. Then it is open, with its files beside it."""
    place = Path(db.engine.url.database or "")
    if db.engine.dialect.name != "sqlite" or place.exists():
        return False
    shutil.copyfile(database, place)
    with db.engine.connect() as connection:
        connection.execute(text("SELECT name FROM sqlite_master LIMIT 1"))
    return True


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts."""
    return app.test_client()


@pytest.fixture
def get_page(app: Flask, client: FlaskClient) -> GetPage:
    """Fetch a page, audit it (see `tests.portal.page`), and return it. `status` is the one expected."""
    footers: set[str] = set()

    def get(path: str, status: int = 200, **options: Any) -> Page:
        with app.app_context():
            response = client.get(path, **options)
            assert response.status_code == status, f"{path} answered {response.status}, not {status}"
            page = audit(response)
        footers.add(page.footer)
        assert len(footers) == 1, f"the footer of {path} differs from other pages'"
        return page

    return get
