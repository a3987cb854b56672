from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from portal.contribute import store
from portal.contribute.models import Contribution, Draft
from portal.extensions import db, now
from tests.portal.contribute.conftest import Author
from tests.portal.contribute.test_repository import bare, git

__all__ = ["bare"]


@pytest.fixture
def runner(tables: Flask) -> FlaskCliRunner:
    tables.config["CONTRIBUTIONS"] = "queue"
    return tables.test_cli_runner()


@pytest.fixture
def waiting(runner: FlaskCliRunner, written: Author) -> Author:
    """Somebody whose case study waits for an editor, as number 1."""
    written.post("draft/send")
    return written


def run(runner: FlaskCliRunner, *arguments: str, code: int = 0) -> str:
    found = runner.invoke(args=list(arguments))
    assert found.exit_code == code, found.output
    return found.output


def test_those_that_wait_are_listed(runner: FlaskCliRunner, waiting: Author) -> None:
    assert "lincoln/anytown-tenants-repairs-online-at-last.md" in run(runner, "contributions", "list")
    assert run(runner, "contributions", "list", "--state", "declined") == "None is declined.\n"


def test_an_editor_reads_the_file(runner: FlaskCliRunner, waiting: Author) -> None:
    said = run(runner, "contributions", "show", "1")
    assert "State:    waiting" in said
    assert "## How to copy this" in said


def test_words_from_a_stranger_do_not_move_the_editors_cursor(runner: FlaskCliRunner, waiting: Author, tables: Flask) -> None:
    with tables.app_context():
        db.session.query(Contribution).one().text = "red \x1b[31m and \x9b2J\nnext"
        db.session.commit()
    assert run(runner, "contributions", "show", "1").endswith("red �[31m and �2J\nnext\n")


def test_only_release_pushes_a_branch(runner: FlaskCliRunner, waiting: Author, tables: Flask, bare: Path) -> None:
    tables.config["CONTRIBUTIONS_REPOSITORY"] = str(bare)
    assert git(bare, "branch", "--list", "contribution/*") == ""
    assert "Pushed as contribution/anytown-tenants-repairs-online-at-last." in run(runner, "contributions", "release", "1")
    slug = "anytown-tenants-repairs-online-at-last"
    text = git(bare, "show", f"contribution/{slug}:casestudies/lincoln/{slug}.md")
    assert text == waiting.client.get(f"/contribute/draft/file?key={waiting.key}").text.strip()
    assert "An editor took it on" in waiting.get("draft").main
    assert "not waiting" in run(runner, "contributions", "release", "1", code=1)


def test_without_a_repository_it_stays_in_the_queue(runner: FlaskCliRunner, waiting: Author) -> None:
    assert "CONTRIBUTIONS_REPOSITORY is not set" in run(runner, "contributions", "release", "1", code=1)
    assert "lincoln/" in run(runner, "contributions", "list")


def test_a_push_that_fails_leaves_it_in_the_queue(runner: FlaskCliRunner, waiting: Author, tables: Flask, tmp_path: Path) -> None:
    tables.config["CONTRIBUTIONS_REPOSITORY"] = str(tmp_path / "nowhere.git")
    assert "Look at CONTRIBUTIONS_REPOSITORY" in run(runner, "contributions", "release", "1", code=1)
    assert "lincoln/" in run(runner, "contributions", "list")


def test_the_author_reads_why_it_was_declined_and_may_send_it_again(runner: FlaskCliRunner, waiting: Author) -> None:
    run(runner, "contributions", "decline", "1", "--reason", "Please name the source of the 18%.")
    assert "Please name the source of the 18%." in waiting.get("draft").main
    waiting.post("draft/send")
    assert "lincoln/" in run(runner, "contributions", "list")


def test_declining_needs_a_reason(runner: FlaskCliRunner, waiting: Author) -> None:
    assert "Give a reason" in run(runner, "contributions", "decline", "1", "--reason", " ", code=1)


def test_a_number_that_is_not_there_says_so(runner: FlaskCliRunner) -> None:
    assert "There is no contribution 7." in run(runner, "contributions", "show", "7", code=1)


def age(app: Flask, days: int) -> None:
    """As if nobody had changed any draft for so many days."""
    with app.app_context():
        for draft in db.session.query(Draft):
            draft.changed = now() - timedelta(days=days)
        db.session.commit()


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_drafts_are_purged_after_thirty_days(runner: FlaskCliRunner, author: Author, tables: Flask, days: int, left: int) -> None:
    author.begin()
    age(tables, days)
    assert run(runner, "drafts", "purge") == f"{1 - left} {'draft' if left == 0 else 'drafts'} deleted.\n"
    author.get("draft", 200 if left else 404)


def test_what_waits_for_an_editor_is_not_purged_until_it_is_decided(runner: FlaskCliRunner, waiting: Author, tables: Flask) -> None:
    age(tables, 100)
    assert run(runner, "drafts", "purge") == "0 drafts deleted.\n"
    run(runner, "contributions", "decline", "1", "--reason", "No.")
    age(tables, 100)
    assert run(runner, "drafts", "purge") == "1 draft deleted.\n"
    with tables.app_context():
        assert store.contributions(db.session()) == []
