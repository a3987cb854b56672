"""Against a real bare repository, pushed to with the real git."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from portal.contribute.repository import NotPushed, Repository, _Git, push_contribution

PATH = "lincoln/repairs-online.md"


def git(folder: Path, *arguments: str) -> str:
    """What git says, told nothing by this machine's user."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": "t@t.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    return subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A bare repository with one case study in it."""
    work, bare = tmp_path / "work", tmp_path / "content.git"
    work.mkdir()
    git(work, "init", "--quiet", "--initial-branch=main", ".")
    (work / "casestudies" / "dorset").mkdir(parents=True)
    (work / "casestudies" / "dorset" / "there.md").write_text("there\n")
    (work / "README.md").write_text("read me\n")
    git(work, "add", ".")
    git(work, "commit", "--quiet", "--message", "Begin")
    git(work, "clone", "--quiet", "--bare", str(work), str(bare))
    return bare


def test_one_commit_adds_one_file_on_a_branch_of_its_own(bare: Path) -> None:
    main = git(bare, "rev-parse", "main")
    branch = push_contribution(Repository(str(bare)), PATH, "Words: ŵ.\n", "Repairs\nonline")
    assert branch == "contribution/repairs-online"
    assert git(bare, "rev-parse", f"{branch}^") == main == git(bare, "rev-parse", "main")
    assert git(bare, "diff", "--name-status", "main", branch) == f"A\tcasestudies/{PATH}"
    assert git(bare, "show", f"{branch}:casestudies/{PATH}") == "Words: ŵ."
    assert git(bare, "log", "-1", "--format=%s|%an|%ae", branch) == "Contribute: Repairs online|Copybook|contributions@copybook.invalid"
    assert git(bare, "ls-tree", branch, f"casestudies/{PATH}").startswith("100644 blob")


@pytest.mark.parametrize(
    "path",
    [
        "../x/y.md", "x.md", "a/b/c.md", "a/.git.md", "a/b.yaml", "A/b.md", "a/b.md\n", "a/-b.md", "/a/b.md", "a/b.MD", "a/b c.md",
        ".github/workflows.md", "a/b.md/../../c.md", "a/--upload-pack=x.md", "a/b;c.md", "a/$(id).md", "a/ŵ.md", "", "a/.md",
    ],
)  # fmt: skip
def test_no_odd_path_reaches_git(bare: Path, path: str) -> None:
    with pytest.raises(NotPushed, match="not a place for a case study"):
        push_contribution(Repository(str(bare)), path, "x", "x")
    assert git(bare, "branch", "--list", "contribution/*") == ""


def test_what_is_there_already_is_not_written_over(bare: Path) -> None:
    with pytest.raises(NotPushed, match="there already"):
        push_contribution(Repository(str(bare)), "dorset/there.md", "x", "x")


def test_a_branch_that_is_there_already_is_not_moved(bare: Path) -> None:
    branch = push_contribution(Repository(str(bare)), PATH, "first\n", "x")
    with pytest.raises(NotPushed, match="branch is there already"):
        push_contribution(Repository(str(bare)), PATH, "second\n", "x")
    assert git(bare, "show", f"{branch}:casestudies/{PATH}") == "first"


def test_a_folder_that_is_a_link_in_the_repository_is_not_followed(bare: Path, tmp_path: Path) -> None:
    work = tmp_path / "again"
    git(tmp_path, "clone", "--quiet", str(bare), str(work))
    (work / "casestudies" / "lincoln").symlink_to(tmp_path)
    git(work, "add", ".")
    git(work, "commit", "--quiet", "--message", "A link")
    git(work, "push", "--quiet", "origin", "main")
    with suppress(NotPushed):
        push_contribution(Repository(str(bare)), PATH, "x", "x")
    assert not (tmp_path / "repairs-online.md").exists()


def test_the_users_own_settings_and_hooks_are_not_heeded(bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hooks, home = tmp_path / "hooks", tmp_path / "home"
    for folder in (hooks, home):
        folder.mkdir()
    for name in ("pre-push", "pre-commit", "post-commit", "reference-transaction"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n")
        (hooks / name).chmod(0o755)
    (home / ".gitconfig").write_text(f'[core]\n\thooksPath = {hooks}\n[url "/nowhere"]\n\tinsteadOf = {bare}\n[user]\n\tname = Me\n')
    for name, value in {"HOME": home, "GIT_CONFIG_GLOBAL": home / ".gitconfig", "GIT_DIR": "/nowhere", "GIT_AUTHOR_NAME": "Me"}.items():
        monkeypatch.setenv(name, str(value))
    branch = push_contribution(Repository(str(bare)), PATH, "x", "x")
    assert git(bare, "log", "-1", "--format=%an", branch) == "Copybook"
    assert not (tmp_path / "ran").exists()


def test_a_repository_that_cannot_be_reached_says_what_to_look_at(tmp_path: Path) -> None:
    with pytest.raises(NotPushed, match="Look at CONTRIBUTIONS_REPOSITORY"):
        push_contribution(Repository(str(tmp_path / "nowhere.git")), PATH, "x", "x")


def test_a_branch_that_is_not_there_says_so(bare: Path) -> None:
    with pytest.raises(NotPushed, match="CONTENT_BRANCH"):
        push_contribution(Repository(str(bare), base="other"), PATH, "x", "x")


def test_git_cannot_be_talked_into_running_a_program(tmp_path: Path) -> None:
    for address in (f"ext::touch {tmp_path}/ran", f"--upload-pack=touch {tmp_path}/ran"):
        with pytest.raises(NotPushed):
            push_contribution(Repository(address), PATH, "x", "x")
    assert not (tmp_path / "ran").exists()


def test_the_token_is_no_argument_and_in_no_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for git writes down its arguments, and tells the token as a chatty server would."""
    stand_in = tmp_path / "bin" / "git"
    stand_in.parent.mkdir()
    stand_in.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/arguments\necho "fatal: token $COPYBOOK_GIT_TOKEN refused" >&2\nexit 1\n')
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", f"{stand_in.parent}:{os.environ['PATH']}")
    repository = Repository("https://forge.example/content.git", token="sesame-123")
    with pytest.raises(NotPushed) as raised:
        push_contribution(repository, PATH, "x", "x")
    assert "refused" in str(raised.value)
    assert "sesame-123" not in str(raised.value) + repr(repository) + (tmp_path / "arguments").read_text()


def test_the_token_is_told_to_its_own_host_alone(tmp_path: Path) -> None:
    run = _Git(Repository("https://forge.example/content.git", token="sesame-123"), str(tmp_path))
    assert "password=sesame-123" in run("credential", "fill", said="protocol=https\nhost=forge.example\n\n")
    with pytest.raises(NotPushed):
        run("credential", "fill", said="protocol=https\nhost=elsewhere.example\n\n")
