from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from portal.accounts import register, store
from portal.accounts.models import AuditEntry
from portal.extensions import db

ROOT = Path(__file__).parents[3]
LIST = (
    "slug,name,kind,region,website,seen,note\nanytown,Anytown Region,combined-authority,North,https://anytown.example,https://x.example,\n"
)

Run = Callable[..., Result]


@pytest.fixture
def run(tables: Flask, tmp_path: Path) -> Run:
    """Run a command, on a list of one regional body."""
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / register.FILE).write_text(LIST, encoding="utf-8")
    tables.config["COPYBOOK_CASESTUDIES"] = str(tmp_path)
    return lambda *arguments, **more: tables.test_cli_runner().invoke(args=arguments, **more)


def added(run: Run, *more: str) -> Result:
    return run("accounts", "add", "One@Anytown.example", "--name", "One", "--password", "three random words", *more)


def test_an_account_is_made_with_its_role_and_listed(run: Run) -> None:
    assert run("bodies", "seed").output == "1 added, 0 brought up to date.\n"
    assert added(run, "--body", "anytown", "--role", "owner").output == "Added one@anytown.example.\n"
    assert run("accounts", "list").output == "one@anytown.example  One  owner of anytown  never signed in\n"
    assert "1 members" in run("bodies", "list").output


def test_the_password_is_asked_for_twice_and_not_shown(run: Run) -> None:
    result = run("accounts", "add", "one@anytown.example", "--name", "One", input="three random words\nthree random words\n")
    assert result.exit_code == 0
    assert "random" not in result.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["add", "one@anytown.example", "--name", "One", "--password", "short"], "at least 12"),
        (["add", "nobody", "--name", "One", "--password", "three random words"], "one email address"),
        (["add", "a@b.example", "--name", " ", "--password", "three random words"], "a name"),
        (["add", "a@b.example", "--name", "One", "--password", "three random words", "--body", "nowhere"], "no regional body nowhere"),
        (["disable", "nobody@b.example"], "no account of nobody@b.example"),
        (["promote", "nobody@b.example"], "no account of nobody@b.example"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, arguments: list[str], says: str) -> None:
    result = run("accounts", *arguments)
    assert result.exit_code == 1
    assert says in result.output


def test_nobody_has_two_accounts(run: Run) -> None:
    added(run)
    assert "already" in added(run).output


def test_disabling_can_be_undone_and_promoting_names_the_role(run: Run) -> None:
    run("bodies", "seed")
    added(run)
    assert "is disabled" in run("accounts", "disable", "one@anytown.example").output
    assert "disabled" in run("accounts", "list").output
    assert "may sign in again" in run("accounts", "disable", "one@anytown.example", "--undo").output
    promoted = run("accounts", "promote", "one@anytown.example", "--body", "anytown", "--role", "reviewer")
    assert "reviewer of Anytown Region" in promoted.output
    assert "editor of the site" in run("accounts", "promote", "one@anytown.example").output
    assert "reviewer of anytown, site editor" in run("accounts", "list").output
    leave = ("accounts", "promote", "one@anytown.example", "--body", "anytown", "--undo")
    assert "no longer a member of Anytown Region" in run(*leave).output
    assert "does not belong to Anytown Region" in run(*leave).output
    assert "no longer an editor of the site" in run("accounts", "promote", "one@anytown.example", "--undo").output
    assert "no role" in run("accounts", "list").output


def test_what_commands_do_is_in_the_log(run: Run, tables: Flask) -> None:
    run("bodies", "seed")
    added(run, "--body", "anytown")
    with tables.app_context():
        assert [it.words for it in db.session.query(AuditEntry).order_by(AuditEntry.id)] == [
            "Added the account of One",
            "Made One editor of Anytown Region",
        ]


def test_seeding_again_brings_facts_up_to_date_and_keeps_members(run: Run, tables: Flask, tmp_path: Path) -> None:
    run("bodies", "seed")
    added(run, "--body", "anytown")
    (tmp_path / register.FILE).write_text(LIST.replace("Anytown Region", "Greater Anytown"), encoding="utf-8")
    assert run("bodies", "seed").output == "0 added, 1 brought up to date.\n"
    with tables.app_context():
        found = store.body_named(db.session(), "anytown")
        assert found
        assert (found.name, len(found.memberships)) == ("Greater Anytown", 1)


def test_without_a_list_it_says_where_it_looked(run: Run, tmp_path: Path) -> None:
    (tmp_path / register.FILE).unlink()
    assert "COPYBOOK_CASESTUDIES" in run("bodies", "seed").output


def test_a_body_that_is_not_listed_can_be_added(run: Run) -> None:
    assert run("bodies", "add", "our-own", "--name", "Our Own").output == "our-own added.\n"
    assert "A slug is" in run("bodies", "add", "Our Own", "--name", "x").output
    assert "A website" in run("bodies", "add", "ours", "--name", "x", "--website", "javascript:alert(1)").output


def test_the_list_that_ships_says_where_each_was_seen() -> None:
    with (ROOT / "casestudies" / register.FILE).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len({row["slug"] for row in rows}) == len(rows) > 40
    assert not [row["slug"] for row in rows if not row["seen"].startswith("https://")]
    assert not [row["slug"] for row in rows if row["website"] and not row["website"].startswith("https://")]
