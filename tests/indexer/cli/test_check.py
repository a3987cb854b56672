from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from indexer.cli import main
from indexer.cli.check import BY_WORDS
from tests.conftest import CORPUS

REPAIRS = "lincoln/lincoln-housing-repairs-system.md"
Check = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the corpus where `copybook` looks for it: in `casestudies` here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COPYBOOK_CASESTUDIES", raising=False)
    copy = Path(shutil.copytree(CORPUS, tmp_path / "casestudies"))
    # So that no review is ever overdue, whatever the day is.
    for path in copy.rglob("*.md"):
        path.write_text(re.sub(r"(?m)^review_by: 20\d\d", "review_by: 2099", path.read_text(encoding="utf-8")), encoding="utf-8")
    return copy


@pytest.fixture
def check(folder: Path) -> Check:
    """Run `copybook check` there."""
    return lambda *arguments: CliRunner().invoke(main, ["check", *arguments])


def spoil(path: Path, old: str, new: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")


def test_a_good_folder_exits_with_nothing_wrong(check: Check) -> None:
    result = check()
    assert result.exit_code == 0
    assert result.output == f"{BY_WORDS}\n13 case studies checked: no faults, no advice.\n"


def test_every_fault_of_every_file_is_told_in_one_run(folder: Path, check: Check) -> None:
    spoil(folder / REPAIRS, "status: live", "status: liv")
    spoil(folder / REPAIRS, "[housing,", "[housng,")
    spoil(folder / "wigan/wigan-tablet-lending.md", "## What changed", "## Changes")
    result = check()
    assert result.exit_code == 1
    assert f"casestudies/{REPAIRS}:5:10 fault CB-301\n    `themes` must be from themes.yaml; “housng” is not there." in result.output
    assert f"casestudies/{REPAIRS}:7:9 fault CB-202\n" in result.output
    assert "casestudies/wigan/wigan-tablet-lending.md:25:1 fault CB-402" in result.output
    assert "    Did you mean “housing”?\n" in result.output
    assert "13 case studies checked: 4 faults, " in result.output


def test_advice_is_told_and_never_fails(folder: Path, check: Check) -> None:
    spoil(folder / REPAIRS, "before: 18", "before: 18%")
    result = check(f"casestudies/{REPAIRS}")
    assert result.exit_code == 0
    assert "advice CB-604" in result.output
    assert "1 case study checked: no faults, " in result.output


def test_only_the_paths_asked_for_are_judged(folder: Path, check: Check) -> None:
    spoil(folder / REPAIRS, "status: live", "status: liv")
    assert check("casestudies/camden").exit_code == 0
    assert check("casestudies/camden", "casestudies/lincoln").exit_code == 1
    assert check(f"casestudies/{REPAIRS}").output.count("fault CB-") == 1


def test_names_are_compared_with_files_that_were_not_asked_for(folder: Path, check: Check) -> None:
    spoil(folder / "norwich/adoptions/lincoln-repairs-in-norwich.yaml", "copies: lincoln-housing", "copies: lincon-housing")
    result = check("casestudies/norwich")
    assert result.exit_code == 1
    assert "Did you mean “lincoln-housing-repairs-system”?" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-file.md"],
        ["--format", "xml"],
        ["--since"],
        ["--nonsense"],
        ["--casestudies", "nowhere"],
        ["/etc/hostname"],
        ["--since", "HEAD"],
    ],
)
def test_misuse_exits_with_two(arguments: list[str], check: Check) -> None:
    assert check(*arguments).exit_code == 2


def test_a_broken_list_is_a_fault_of_the_folder(folder: Path, check: Check) -> None:
    (folder / "vocabulary/themes.yaml").write_text("- slug: [", encoding="utf-8")
    result = check()
    assert result.exit_code == 1
    assert "themes.yaml: cannot be read" in result.output


def test_the_folder_can_be_named_by_the_environment(folder: Path, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.move(folder, folder.parent / "elsewhere")
    assert check().exit_code == 2
    monkeypatch.setenv("COPYBOOK_CASESTUDIES", "elsewhere")
    assert check().exit_code == 0


def test_json_has_every_part_of_a_fault(folder: Path, check: Check) -> None:
    spoil(folder / REPAIRS, "status: live", "status: liv")
    result = check("--format", "json", "casestudies/lincoln")
    told = json.loads(result.output)
    assert (result.exit_code, told["checked"], told["faults"]) == (1, 1, 1)
    assert told["found"] == [
        {
            "path": f"casestudies/{REPAIRS}",
            "line": 7,
            "column": 9,
            "rule": "CB-202",
            "says": "`status` must be one of idea, pilot, live, scaled, stopped, unknown; “liv” is not.",
            "fix": "Did you mean “live”?",
            "severity": "fault",
            "edit": None,
        }
    ]
    assert (told["mended"], told["notes"]) == ([], [BY_WORDS])


def test_the_forge_gets_a_note_on_the_line(folder: Path, check: Check) -> None:
    spoil(folder / REPAIRS, "before: 18", "before: 18%")
    spoil(folder / REPAIRS, "status: live", "status: liv")
    lines = check("--format", "github", "casestudies/lincoln").output.splitlines()
    assert lines[0].startswith(f"::error file=casestudies/{REPAIRS},line=7,col=9,title=CB-202%2C fault::`status` must be one of")
    assert lines[0].endswith("“liv” is not.%0ADid you mean “live”?")
    (notice,) = [line for line in lines if line.startswith(f"::notice file=casestudies/{REPAIRS},line=23,col=13,title=CB-604%2C advice::")]
    assert "18%25" in notice


@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab", "sarif"])
def test_nothing_in_a_file_or_its_name_acts_on_the_screen(form: str, folder: Path, check: Check) -> None:
    (folder / "lincoln/\x1b[2J,a:b%\n::error::x.md").write_bytes(b"---\ntitle: \xe2\x80\xae\x1b[31mred\nnew\x07: \x1b]0;own\x9c\n---\n")
    spoil(folder / REPAIRS, "[housing,", '["\\e[31m\\u202Ehousing\\x07",')
    output = check("--format", form).output
    assert not set(output) & {"\x1b", "\x07", "\x9c", "\u202e", "\r"}
    assert not [line for line in output.splitlines() if line.startswith("::error::")]
    assert "CB-304" in output


def test_gitlab_gets_a_report_of_code_quality(folder: Path, check: Check) -> None:
    spoil(folder / REPAIRS, "status: live", "status: liv")
    spoil(folder / REPAIRS, "before: 18", "before: 18%")
    (bad, advice) = json.loads(check("--format", "gitlab", "casestudies/lincoln").output)
    assert (bad["check_name"], bad["severity"], bad["location"]) == (
        "CB-202",
        "major",
        {"path": f"casestudies/{REPAIRS}", "lines": {"begin": 7}},
    )
    assert (advice["check_name"], advice["severity"]) == ("CB-604", "info")
    spoil(folder / REPAIRS, "title:", "# A line above.\ntitle:")
    moved, _ = json.loads(check("--format", "gitlab", "casestudies/lincoln").output)
    assert (moved["fingerprint"], moved["location"]["lines"]["begin"]) == (bad["fingerprint"], 8)


def test_sarif_is_what_its_schema_says(folder: Path, check: Check) -> None:
    schema = json.loads((CORPUS.parent / "schemas/sarif-2.1.0.json").read_text(encoding="utf-8"))
    spoil(folder / REPAIRS, "status: live", "status: Live")
    (folder / "lincoln/odd name & co.md").write_text("x", encoding="utf-8")
    told = json.loads(check("--format", "sarif").output)
    jsonschema.Draft7Validator(schema).validate(told)
    (run,) = told["runs"]
    result = next(each for each in run["results"] if each["ruleId"] == "CB-202")
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "CB-202"
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {"deletedRegion": {"startLine": 7, "startColumn": 9, "endLine": 7, "endColumn": 13}, "insertedContent": {"text": "live"}}
    ]
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == BY_WORDS
    assert any(
        each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith("odd%20name%20%26%20co.md") for each in run["results"]
    )


def test_a_schema_that_is_broken_would_be_noticed() -> None:
    schema = json.loads((CORPUS.parent / "schemas/sarif-2.1.0.json").read_text(encoding="utf-8"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema).validate({"version": "2.1.0", "runs": [{"results": []}]})


def test_fix_mends_what_is_safe_and_says_so(folder: Path, check: Check) -> None:
    good = (folder / REPAIRS).read_bytes()
    spoil(folder / REPAIRS, "status: live", "status: Live")
    spoil(folder / REPAIRS, "councils: [lincoln]", "councils: lincoln")
    (folder / REPAIRS).chmod(0o640)
    others = {path: path.read_bytes() for path in folder.rglob("*.md") if path != folder / REPAIRS}
    result = check("--fix")
    assert result.exit_code == 0
    assert result.output.startswith("2 faults mended:\n")
    assert f"  casestudies/{REPAIRS}:7 CB-202 “Live” is now “live”\n" in result.output
    assert (folder / REPAIRS).read_bytes() == good
    assert (folder / REPAIRS).stat().st_mode & 0o777 == 0o640
    assert {path: path.read_bytes() for path in others} == others
    assert not list(folder.rglob(".mending-*"))
    assert "mended" not in check("--fix").output


def test_fix_leaves_the_rest_to_people(folder: Path, check: Check) -> None:
    spoil(folder / REPAIRS, "status: live", "status: liv")
    spoil(folder / "wigan/wigan-tablet-lending.md", "status: ", "Status: ")
    result = check("--fix", "--format", "json", "casestudies/lincoln")
    told = json.loads(result.output)
    assert (result.exit_code, told["faults"], told["mended"]) == (1, 1, [])
    # Only what was asked for is touched.
    assert "Status: " in (folder / "wigan/wigan-tablet-lending.md").read_text(encoding="utf-8")


def test_near_duplicates_by_meaning_are_never_quietly_left_out(folder: Path, check: Check) -> None:
    result = check("--index", "nowhere")
    assert result.exit_code == 1
    assert "copybook build" in result.output


def git(*arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=Test", "-c", "user.email=test@council.example", "-c", "commit.gpgsign=false", *arguments],
        check=True,
        capture_output=True,
    )


@pytest.fixture
def repository(folder: Path) -> Path:
    """The copy, committed, with three files changed since: one committed, one not, one new."""
    git("init", "--quiet", "--initial-branch=main")
    git("add", ".")
    git("commit", "--quiet", "--message=first")
    git("branch", "before")
    spoil(folder / "surrey/surrey-social-care-chatbot.md", "status: stopped", "status: stoped")
    git("commit", "--quiet", "--all", "--message=second")
    spoil(folder / "camden/camden-damp-sensors.md", "status: pilot", "status: pilt")
    (folder / "leeds").mkdir()
    (folder / "leeds/ŵ new.md").write_text("x", encoding="utf-8")
    return folder


def test_since_judges_what_changed_and_what_is_new(repository: Path, check: Check) -> None:
    result = check("--since", "before", "--format", "json")
    told = json.loads(result.output)
    assert told["checked"] == 3
    assert {fault["path"] for fault in told["found"]} == {
        "casestudies/camden/camden-damp-sensors.md",
        "casestudies/leeds/ŵ new.md",
        "casestudies/surrey/surrey-social-care-chatbot.md",
    }
    told = json.loads(check("--since", "HEAD", "--format", "json").output)
    assert told["checked"] == 2


def test_since_and_paths_together_judge_what_is_in_both(repository: Path, check: Check) -> None:
    told = json.loads(check("--since", "before", "--format", "json", "casestudies/camden").output)
    assert told["checked"] == 1


def test_since_judges_everything_when_an_agreed_list_changed(repository: Path, check: Check) -> None:
    with (repository / "vocabulary/themes.yaml").open("a", encoding="utf-8") as file:
        file.write("# more\n")
    assert json.loads(check("--since", "HEAD", "--format", "json").output)["checked"] == 14


def test_since_sees_that_a_case_study_went_which_another_copied(repository: Path, check: Check) -> None:
    (repository / REPAIRS).unlink()
    result = check("--since", "HEAD")
    assert "norwich/adoptions/lincoln-repairs-in-norwich.yaml:1:1 fault CB-503" in result.output


OLD_NAMES = "previous_slugs: [wigan-tablets]"


def test_since_says_which_names_no_longer_lead_anywhere(repository: Path, check: Check) -> None:
    new = (repository / "wigan/wigan-tablet-lending.md").rename(repository / "wigan/wigan-lends-tablets.md")
    output = check("--since", "HEAD").output
    assert "casestudies/wigan/wigan-tablet-lending.md:1:1 fault CB-507" in output
    assert "“wigan-tablet-lending” no longer does" in output
    spoil(new, OLD_NAMES, "previous_slugs: [wigan-tablets, wigan-tablet-lending]")
    assert "CB-507" not in check("--since", "HEAD").output


def test_since_sees_a_rename_that_was_committed(repository: Path, check: Check) -> None:
    git("-C", str(repository), "mv", "wigan/wigan-tablet-lending.md", "wigan/wigan-lends-tablets.md")
    git("-C", str(repository), "commit", "--quiet", "--all", "--message=third")
    output = check("--since", "HEAD~1").output
    assert "It seems to have become wigan/wigan-lends-tablets.md: write previous_slugs: [wigan-tablet-lending] there." in output


def test_since_sees_an_old_name_struck_out(repository: Path, check: Check) -> None:
    spoil(repository / "wigan/wigan-tablet-lending.md", OLD_NAMES, "previous_slugs: []")
    output = check("--since", "HEAD").output
    assert "“wigan-tablets” no longer does" in output
    assert "“wigan-tablet-lending” no longer does" not in output


@pytest.mark.parametrize("ref", ["no-such-branch", "--output=stolen", "-h", "", "HEAD; touch stolen"])
def test_a_name_that_git_does_not_know_is_misuse(ref: str, repository: Path, check: Check) -> None:
    result = check(f"--since={ref}")
    assert result.exit_code == 2
    assert "git does not know" in result.output
    assert not list(repository.parent.rglob("*stolen*"))


def run_fresh(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=CORPUS.parents[1])
    return done.stdout


def test_a_check_loads_nothing_heavy() -> None:
    heavy = ("torch", "numpy", "whoosh", "flask", "sqlalchemy", "sentence_transformers", "onnxruntime", "rich", "markdown")
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom indexer.cli import main\n"
        "result = CliRunner().invoke(main, ['check', '--casestudies', 'tests/corpus'])\n"
        "assert '13 case studies' in result.output, result.output\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    assert run_fresh(code).strip() == "[]"


def test_the_list_of_commands_loads_none_of_them() -> None:
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom indexer.cli import COMMANDS, main\n"
        "result = CliRunner().invoke(main, ['--help'])\n"
        "assert all(name in result.output for name in COMMANDS)\n"
        "print([name for name in sys.modules if name.startswith('indexer.cli.')])"
    )
    assert run_fresh(code).strip() == "[]"


def test_an_unknown_command_is_misuse() -> None:
    assert CliRunner().invoke(main, ["nonsense"]).exit_code == 2
