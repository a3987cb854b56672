"""A database is destroyed and restored, on SQLite and on PostgreSQL, and nothing is lost; and everything that may go wrong on the way."""

from __future__ import annotations

import json
import os
import stat
import tarfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from portal.backup import programs
from portal.contribute.models import Contribution, Draft, KeptPicture, WordFile
from portal.curation import store as collections
from portal.extensions import db
from tests.portal.curators import PASSWORD, populate
from tests.portal.test_migrations import Rows, fill, rows

KEY = "long and random, and elsewhere"


@pytest.fixture
def database_url(each_database_url: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With the server's own programs first on the path."""
    if each_database_url.startswith("postgresql"):
        server = request.getfixturevalue("postgres")
        monkeypatch.setenv("PATH", f"{server.programs}{os.pathsep}{os.environ['PATH']}")
    return each_database_url


@pytest.fixture
def site(app: Flask) -> Flask:
    """A site in which people have done all that they can."""
    with app.app_context():
        upgrade()
        session = db.session()
        populate(session, PASSWORD)
        word = WordFile(unplaced=[["Heading", "wörds\n“quoted”"]], left_out=["a table"])
        picture = {"number": 1, "kind": "png", "section": "s", "description": "d", "trouble": "", "size": 300}
        word.pictures.append(KeptPicture(content=bytes(range(256)) + b"\0" * 44, **picture))
        draft = Draft(name="a-secret-name", values={"title": "Tŷ", "outcomes": [{"before": "1"}]}, word=word)
        draft.contribution = Contribution(path="a/b.md", title="T", text="---\ntitle: Tŷ\n---\n", state="waiting")
        session.add(draft)
        session.commit()
    return app


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=list(arguments))


def backed_up(app: Flask, to: Path) -> str:
    answer = run(app, "backup", str(to))
    assert answer.exit_code == 0, answer.output
    return answer.output


def destroy(app: Flask) -> None:
    """Take away every table, or the file."""
    with app.app_context():
        db.session.remove()
        if db.engine.dialect.name == "sqlite":
            assert db.engine.url.database
            path = Path(db.engine.url.database)
            db.engine.dispose()
            path.unlink()
        else:
            db.session.execute(text("DROP SCHEMA public CASCADE"))
            db.session.execute(text("CREATE SCHEMA public"))
            db.session.commit()
            db.engine.dispose()


def without_epochs(kept: Rows) -> dict[str, Any]:
    """All but the numbers by which everybody is signed out."""
    return {name: [row | {"epoch": None} if name == "account" else row for row in each] for name, each in kept.items()}


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_a_database_that_is_destroyed_comes_back_with_nothing_lost(site: Flask, tmp_path: Path, key: str | None) -> None:
    site.config["BACKUP_KEY"] = key
    before = rows(site)
    assert sum(map(len, before.values())) > 40
    backed_up(site, tmp_path / "one.backup")
    destroy(site)
    answer = run(site, "restore", str(tmp_path / "one.backup"))
    assert answer.exit_code == 0, answer.output
    after = rows(site)
    assert without_epochs(after) == without_epochs(before)
    assert run(site, "db", "check").exit_code == 0


def test_the_site_goes_on_after_a_restore(site: Flask, tmp_path: Path) -> None:
    """New rows get numbers of their own, names are still unique, and old sessions are nobody's."""
    with site.app_context():
        kept = rows(site)
        epochs = {row["email"]: row["epoch"] for row in kept["account"]}
        last = max(row["id"] for row in kept["collection"])
    backed_up(site, tmp_path / "one.backup")
    destroy(site)
    assert run(site, "restore", str(tmp_path / "one.backup")).exit_code == 0
    with site.app_context():
        session = db.session()
        found = collections.collection_named(session, "draft-one")
        assert found
        held = collections.newest(session, found).contents
        made = collections.new_collection(session, None, found.bodies[0], held)
        session.commit()
        assert (made.slug, made.id) == ("draft-one-2", last + 1)
    assert all(row["epoch"] > epochs[row["email"]] for row in rows(site)["account"])


def test_a_backup_says_what_it_holds_and_restores_nothing_when_only_asked(site: Flask, tmp_path: Path) -> None:
    said = backed_up(site, tmp_path / "one.backup")
    assert "It is not encrypted: BACKUP_KEY is not set" in said
    destroy(site)
    answer = run(site, "restore", "--check", str(tmp_path / "one.backup"))
    assert answer.exit_code == 0, answer.output
    for words in ("at migration 0003_collections", "  account: 7", "  draft: 1", "It is whole. Nothing was changed."):
        assert words in answer.output
    assert rows(site) == {}


def test_a_plain_backup_is_a_tar_file_that_any_program_reads(site: Flask, tmp_path: Path) -> None:
    backed_up(site, tmp_path / "one.backup")
    with tarfile.open(tmp_path / "one.backup") as archive:
        assert archive.getnames() == ["manifest.json", "database"]
        manifest = archive.extractfile("manifest.json")
        assert manifest
        assert json.load(manifest)["rows"]["account"] == 7


def test_nobody_else_may_read_it_and_nothing_is_left_beside_it(site: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    backed_up(site, folder)
    (made,) = folder.iterdir()
    assert made.name.startswith("copybook-")
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_an_encrypted_backup_shows_nothing(site: Flask, tmp_path: Path) -> None:
    site.config["BACKUP_KEY"] = KEY
    assert "encrypted" in backed_up(site, tmp_path / "one.backup")
    content = (tmp_path / "one.backup").read_bytes()
    assert b"manifest" not in content and b"@body.example" not in content  # noqa: PT018  one fact


def test_content_is_never_overwritten_unless_told(site: Flask, tmp_path: Path) -> None:
    backed_up(site, tmp_path / "one.backup")
    before = rows(site)
    with site.app_context():
        db.session.add(Draft(name="newer", values={}))
        db.session.commit()
    answer = run(site, "restore", str(tmp_path / "one.backup"))
    assert answer.exit_code == 1
    assert "rows, which would be lost" in answer.output
    assert "--replace" in answer.output
    assert len(rows(site)["draft"]) == 2
    answer = run(site, "restore", "--replace", str(tmp_path / "one.backup"))
    assert answer.exit_code == 0, answer.output
    assert without_epochs(rows(site)) == without_epochs(before)


@pytest.mark.parametrize(("made_with", "asked_with", "says"), [(KEY, None, "is encrypted"), (KEY, KEY + "!", "made with another key")])
def test_a_key_that_is_missing_or_wrong_is_told(site: Flask, tmp_path: Path, made_with: str, asked_with: str, says: str) -> None:
    site.config["BACKUP_KEY"] = made_with
    backed_up(site, tmp_path / "one.backup")
    site.config["BACKUP_KEY"] = asked_with
    answer = run(site, "restore", "--replace", str(tmp_path / "one.backup"))
    assert (answer.exit_code, says in answer.output, "BACKUP_KEY" in answer.output) == (1, True, True), answer.output


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_a_damaged_file_changes_nothing(site: Flask, tmp_path: Path, key: str | None) -> None:
    site.config["BACKUP_KEY"] = key
    path = tmp_path / "one.backup"
    backed_up(site, path)
    content, before = path.read_bytes(), rows(site)
    middle = len(content) // 2
    spoilt = [content[:middle], content[:-1], content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :], b"", b"words" * 9]
    for each in spoilt:
        path.write_bytes(each)
        answer = run(site, "restore", "--replace", str(path))
        assert answer.exit_code == 1
        assert "damaged" in answer.output, answer.output
        assert "Nothing was changed" in answer.output
    assert rows(site) == before


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        upgrade(revision="0002_word")
    fill(app)
    old = rows(app)
    backed_up(app, tmp_path / "one.backup")
    with app.app_context():
        upgrade()
    answer = run(app, "restore", "--replace", str(tmp_path / "one.backup"))
    assert answer.exit_code == 0, answer.output
    assert "of an earlier version (0002_word), and was brought up to date (0003_collections)" in answer.output
    assert {name: kept for name, kept in rows(app).items() if name in old} == old
    assert run(app, "db", "check").exit_code == 0


def test_a_backup_of_a_newer_version_is_refused(site: Flask, tmp_path: Path) -> None:
    with site.app_context():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0042_newer'"))
        db.session.commit()
    backed_up(site, tmp_path / "one.backup")
    answer = run(site, "restore", "--replace", str(tmp_path / "one.backup"))
    assert answer.exit_code == 1
    assert "made by a newer version of Copybook (0042_newer)" in answer.output


def test_an_empty_database_is_not_backed_up(app: Flask, tmp_path: Path) -> None:
    answer = run(app, "backup", str(tmp_path / "one.backup"))
    assert answer.exit_code == 1
    assert "flask db upgrade" in answer.output
    assert not list(tmp_path.glob("*.backup*"))


def test_a_backup_is_never_written_over_another(site: Flask, tmp_path: Path) -> None:
    backed_up(site, tmp_path / "one.backup")
    content = (tmp_path / "one.backup").read_bytes()
    answer = run(site, "backup", str(tmp_path / "one.backup"))
    assert answer.exit_code == 1
    assert "is there already" in answer.output
    assert (tmp_path / "one.backup").read_bytes() == content


def test_where_the_tables_were_taken_back_the_backup_still_fits(site: Flask, tmp_path: Path) -> None:
    """A release is undone: the database went back a migration, and the backup is newer than the tables that are there."""
    before = rows(site)
    backed_up(site, tmp_path / "one.backup")
    with site.app_context():
        db.session.remove()
        downgrade(revision="0001_drafts")
    assert run(site, "restore", "--replace", str(tmp_path / "one.backup")).exit_code == 0
    assert without_epochs(rows(site)) == without_epochs(before)


def test_one_kind_of_database_is_not_restored_into_the_other(site: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backed_up(site, tmp_path / "one.backup")
    with site.app_context():
        monkeypatch.setattr(db.engine.dialect, "name", "another")
        answer = run(site, "restore", "--replace", str(tmp_path / "one.backup"))
        monkeypatch.undo()
    assert answer.exit_code == 1
    assert "DATABASE_URL names another" in answer.output


def test_programs_that_are_missing_are_named(site: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    answer = run(site, "backup", str(tmp_path / "one.backup"))
    with site.app_context():
        if db.engine.dialect.name == "sqlite":
            assert answer.exit_code == 0
        else:
            assert answer.exit_code == 1
            assert "pg_dump is not installed here" in answer.output
            assert "postgresql-client" in answer.output


def test_no_password_is_among_a_program_s_arguments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy.engine import make_url

    program = tmp_path / "psql"
    program.write_text('#!/bin/sh\necho "$@ and $PGPASSWORD" >&2\nexit 3\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    url = make_url("postgresql+psycopg://me:sesame@db.example/site?sslmode=require&password=sesame")
    with pytest.raises(programs.ProgramFailed, match="psql could not do it") as raised:
        programs.run(url, "psql", f"--dbname={programs.where(url)}")
    assert "--dbname=postgresql://me@db.example/site?sslmode=require and sesame" in str(raised.value)
