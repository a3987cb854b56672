from __future__ import annotations

import dataclasses
import os
import time
from pathlib import Path

import pytest

from indexer.checkout import Checkout, CheckoutError, advance, fetch, head, mend, protocol
from tests.indexer.content_repository import REPAIRS, Content, git, make_content


@pytest.fixture
def content(tmp_path: Path) -> Content:
    made = make_content(tmp_path)
    follow(made.checkout)
    return made


def follow(checkout: Checkout) -> tuple[str, ...]:
    mend(checkout)
    return advance(checkout, fetch(checkout))


def test_the_copy_follows_the_branch(content: Content) -> None:
    commit = content.change()
    assert follow(content.checkout) == ()
    assert head(content.checkout) == commit
    assert "Lincoln has replaced" in (content.checkout.folder / REPAIRS).read_text(encoding="utf-8")


def test_a_file_that_was_taken_away_goes(content: Content) -> None:
    (content.work / REPAIRS).unlink()
    content.push()
    follow(content.checkout)
    assert not (content.checkout.folder / REPAIRS).exists()


def test_another_branch_changes_nothing(content: Content) -> None:
    before = head(content.checkout)
    git(content.work, "commit", "--quiet", "--allow-empty", "--message=draft")
    git(content.work, "push", "--quiet", "origin", "HEAD:contribution/draft")
    follow(content.checkout)
    assert head(content.checkout) == before


def refuses(content: Content, words: str) -> CheckoutError:
    """Following must fail in these words, and leave the copy where it was."""
    before = head(content.checkout)
    with pytest.raises(CheckoutError, match=words) as raised:
        follow(content.checkout)
    assert head(content.checkout) == before
    return raised.value


def test_a_rewritten_branch_is_not_followed(content: Content) -> None:
    content.change()
    follow(content.checkout)
    git(content.work, "reset", "--quiet", "--hard", "HEAD~1")
    content.push("--force")
    refuses(content, "forced push")


def test_a_branch_that_went_back_is_not_followed(content: Content) -> None:
    content.change()
    follow(content.checkout)
    git(content.work, "push", "--quiet", "--force", "origin", "HEAD~1:main")
    refuses(content, "forced push")


def test_a_repository_that_vanished_is_told_of(content: Content) -> None:
    content.bare.rename(content.bare.with_name("elsewhere.git"))
    error = refuses(content, "could not be fetched")
    assert str(content.bare) not in str(error)
    content.bare.with_name("elsewhere.git").rename(content.bare)
    follow(content.checkout)


def test_a_branch_that_vanished_is_told_of(content: Content) -> None:
    git(content.bare, "branch", "--move", "main", "trunk")
    refuses(content, "'main' .* could not be fetched")


@pytest.mark.parametrize("name", [REPAIRS, "casestudies/lincoln/new.md"])
def test_a_change_by_hand_is_never_published(name: str, content: Content) -> None:
    (content.checkout.folder / name).write_text("mine", encoding="utf-8")
    refuses(content, f"changed by hand: {name}")
    content.change()
    refuses(content, f"changed by hand: {name}")
    assert (content.checkout.folder / name).read_text(encoding="utf-8") == "mine"


def test_commits_made_in_the_copy_are_a_conflict(content: Content) -> None:
    git(content.checkout.folder, "commit", "--quiet", "--allow-empty", "--message=mine")
    content.change()
    refuses(content, "rewritten")


@pytest.mark.parametrize("name", ["vocabulary/themes.yaml", "withdrawn.yaml", "vocabulary"])
def test_an_agreed_list_that_is_a_link_is_not_followed(name: str, content: Content, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret", encoding="utf-8")
    git(content.work, "rm", "-r", "--quiet", f"casestudies/{name}")
    (content.work / "casestudies" / name).symlink_to(secret)
    content.push()
    refuses(content, "not a link to one")


def test_the_folder_itself_must_be_no_link(content: Content, tmp_path: Path) -> None:
    git(content.work, "mv", "casestudies", "real")
    (content.work / "casestudies").symlink_to(tmp_path)
    content.push()
    refuses(content, "not a link to one")


def test_a_folder_that_went_leaves_the_copy_alone(content: Content) -> None:
    git(content.work, "mv", "casestudies", "case-studies")
    content.push()
    refuses(content, "no folder 'casestudies'")
    assert (content.checkout.folder / REPAIRS).exists()


def test_what_is_no_plain_file_is_told_of_and_stops_nothing(content: Content, tmp_path: Path) -> None:
    (content.work / "casestudies/lincoln/passwords.md").symlink_to("/etc/passwd")
    (content.work / "casestudies/lincoln/film.mp4").write_bytes(bytes(50_000_000))
    git(content.work, "submodule", "add", "--quiet", str(content.bare), "casestudies/lincoln/inner")
    commit = content.push()
    said = follow(content.checkout)
    assert [line.partition(":")[0] for line in said] == [
        "casestudies/lincoln/film.mp4 is 50 MB",
        "casestudies/lincoln/inner is a submodule, another repository inside this one",
        "casestudies/lincoln/passwords.md is a link to something else",
    ]
    assert head(content.checkout) == commit
    assert not list((content.checkout.folder / "casestudies/lincoln/inner").iterdir())


def test_no_hook_and_no_program_of_the_copy_is_ever_run(content: Content, tmp_path: Path) -> None:
    hooks = content.checkout.folder / ".git/hooks"
    hooks.mkdir()
    for name in ("post-checkout", "post-merge", "reference-transaction", "post-index-change"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {tmp_path / 'ran'}\n", encoding="utf-8")
        (hooks / name).chmod(0o755)
    git(content.checkout.folder, "config", "core.fsmonitor", str(hooks / "post-merge"))
    content.change()
    follow(content.checkout)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "address",
    [
        "ext::sh -c 'touch ran'",
        "fd::7",
        "--upload-pack=touch ran",
        "transport::x",
        "helper://x",
        "http://forge.example/a.git",
        "git://forge.example/a.git",
        "",
    ],
)
def test_an_address_that_runs_a_program_is_refused(address: str, tmp_path: Path) -> None:
    checkout = Checkout(address, "main", tmp_path / "checkout")
    with pytest.raises(CheckoutError):
        follow(checkout)
    assert not list(tmp_path.rglob("ran"))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://forge.example/a.git", "https"),
        ("ssh://git@forge.example/a.git", "ssh"),
        ("git@forge.example:a.git", "ssh"),
        ("/srv/a.git", "file"),
        ("./a:b.git", "file"),
        ("file:///srv/a.git", "file"),
    ],
)
def test_only_the_protocol_of_the_address_is_allowed(address: str, expected: str) -> None:
    assert protocol(address) == expected


def test_a_move_that_was_cut_short_is_finished(content: Content) -> None:
    commit = content.change()
    fetch(content.checkout)
    inner = content.checkout.folder / ".git"
    # As a builder leaves it that is killed while git writes: a lock, half the files, and the mark of the move.
    (inner / "copybook-moving").write_text(commit, encoding="ascii")
    (inner / "index.lock").touch()
    (content.checkout.folder / REPAIRS).write_text("half", encoding="utf-8")
    assert follow(content.checkout) == ()
    assert head(content.checkout) == commit
    assert git(content.checkout.folder, "status", "--porcelain") == ""


def test_a_first_copy_that_was_cut_short_is_made_anew(content: Content, tmp_path: Path) -> None:
    half = dataclasses.replace(content.checkout, folder=tmp_path / "half")
    (half.folder / ".git").mkdir(parents=True)
    follow(half)
    assert head(half) == head(content.checkout)


def test_a_copy_that_lost_its_git_folder_touches_nothing_around_it(content: Content) -> None:
    inside = dataclasses.replace(content.checkout, folder=content.work / "casestudies" / "lincoln")
    with pytest.raises(CheckoutError, match="holds something else"):
        follow(inside)
    assert git(content.work, "status", "--porcelain") == ""


def test_a_secret_in_the_address_is_told_to_nobody(tmp_path: Path) -> None:
    checkout = Checkout("https://someone:s3cret@127.0.0.1:9/a.git", "main", tmp_path / "checkout")
    mend(checkout)
    with pytest.raises(CheckoutError) as raised:
        fetch(checkout)
    assert "s3cret" not in str(raised.value) + raised.value.detail


def test_git_that_hangs_is_ended_with_all_it_started(content: Content, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("indexer.checkout.FETCH_SECONDS", 1)
    monkeypatch.setenv("GIT_SSH_COMMAND", f"sh -c 'echo $$ > {tmp_path / 'pid'}; sleep 60' --")
    checkout = dataclasses.replace(content.checkout, repository="ssh://forge.example/a.git")
    began = time.monotonic()
    with pytest.raises(CheckoutError, match="could not be fetched"):
        fetch(checkout)
    assert time.monotonic() - began < 20
    pid = int((tmp_path / "pid").read_text(encoding="ascii"))
    with pytest.raises(ProcessLookupError):
        _wait_until_gone(pid)


def _wait_until_gone(pid: int) -> None:
    for _ in range(100):
        os.kill(pid, 0)
        time.sleep(0.05)
