"""What the documents say is what the code does: every command, every setting, the version."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from indexer.cli import COMMANDS
from portal import create_app
from portal.config import SETTINGS
from portal.extensions import can_migrate

ROOT = Path(__file__).parents[1]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(heading: str, first_cell: str) -> list[str]:
    """The rows of the README's tables under a heading whose first cell begins so."""
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text("README.md"), re.MULTILINE | re.DOTALL)
    assert section
    return re.findall(rf"^\| `{first_cell}.*$", section[1], re.MULTILINE)


def version() -> str:
    found = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    assert isinstance(found, str)
    return found


def test_the_readme_names_every_task_of_make() -> None:
    tasks = re.findall(r"^([a-z-]+):.*?## (.+)$", text("Makefile"), re.MULTILINE)
    assert rows("Commands", "make") == [f"| `make {name}` | {about} |" for name, about in tasks]


def test_the_readme_names_every_command() -> None:
    assert rows("Commands", "copybook") == [f"| `copybook {name}` | {about} |" for name, (_, about) in COMMANDS.items()]


def test_the_readme_names_every_flask_command() -> None:
    app = can_migrate(create_app({"SECRET_KEY": "a key for tests", "DATABASE_URL": "sqlite://"}))
    assert {row.split("`")[1] for row in rows("Commands", "flask")} == {f"flask --app wsgi {name}" for name in app.cli.commands}


def test_the_readme_names_every_setting() -> None:
    expected = [f"| `{each.name}` | {f'`{each.default}`' if each.default else ''} | {each.about} |" for each in SETTINGS]
    assert rows("Settings", "") == expected


def test_the_readme_names_files_that_are_there() -> None:
    table = text("README.md").partition("## Where to change what")[2].partition("\n## ")[0]
    named = re.findall(r"`([\w./-]+)`", table)
    assert named
    assert not [name for name in named if "/" in name and not (ROOT / name).exists()]


def test_a_dependency_says_why_it_is_there() -> None:
    listed = re.findall(r"^    \"[\w.-]+(?:\[\w+\])?[^\"]*\",(.*)$", text("pyproject.toml").partition("[project.scripts]")[0], re.MULTILINE)
    assert len(listed) > 20
    assert not [line for line in listed if not re.match(r" +# \w", line)]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-benchmark.lock"])
def test_a_lock_names_no_registry_and_no_build_of_torch(name: str) -> None:
    lock = text(name)
    assert "://" not in lock
    assert "--" not in lock.replace("\n#", "")
    assert re.search(r"^torch==[\d.]+$", lock, re.MULTILINE)


def test_the_benchmarks_lock_changes_no_version_of_the_other() -> None:
    pinned, others = (
        dict(re.findall(r"^([\w.-]+)==(\S+)$", text(name), re.MULTILINE)) for name in ("requirements.lock", "requirements-benchmark.lock")
    )
    assert {"torch", "flask", "numpy"} <= pinned.keys() & others.keys()
    assert not {name for name in pinned.keys() & others.keys() if pinned[name] != others[name]}
    assert not {"txtai", "lancedb", "faiss-cpu", "tantivy"} & pinned.keys()


def test_every_document_has_the_version_of_the_package() -> None:
    publiccode = yaml.safe_load(text("publiccode.yml"))
    assert publiccode["softwareVersion"] == version()
    dated = re.search(rf"^## {re.escape(version())} \((.*)\)$", text("CHANGELOG.md"), re.MULTILINE)
    assert dated
    assert publiccode["releaseDate"] == f"{datetime.strptime(dated[1], '%d %B %Y').replace(tzinfo=UTC):%Y-%m-%d}"


def test_the_workflows_run_with_the_least_rights() -> None:
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert workflow["permissions"] == {"contents": "read"}, path.name
        assert "pull_request_target" not in path.read_text(encoding="utf-8"), path.name
