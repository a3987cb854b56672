from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from indexer.vocabulary import Vocabulary, VocabularyError, plain_name, read_vocabulary
from tests.conftest import CORPUS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the agreed lists to spoil."""
    shutil.copytree(CORPUS / "vocabulary", tmp_path / "vocabulary")
    shutil.copy(CORPUS / "withdrawn.yaml", tmp_path)
    return tmp_path


def test_reads_councils_with_what_became_of_them(vocabulary: Vocabulary) -> None:
    copeland = vocabulary.councils["copeland"]
    assert (copeland.end_date, copeland.replaced_by, copeland.kind) == (date(2023, 3, 31), ("cumberland",), "District council")
    assert {council.slug for council in vocabulary.predecessors("cumberland")} == {"allerdale", "copeland"}
    assert vocabulary.councils["cardiff"].other_names[0] == "Caerdydd"
    assert vocabulary.councils["lincoln"].population == 105114


def test_reads_the_other_lists(vocabulary: Vocabulary) -> None:
    assert len(vocabulary.themes) == 25
    assert len(vocabulary.barriers) == 12
    assert vocabulary.partners["estonian-social-insurance-board"].country == "Estonia"
    assert vocabulary.neighbours["cardiff"] == ("glasgow", "leeds")
    assert vocabulary.withdrawn["dorset-parking-app"].on == date(2026, 3, 2)


def test_synonyms_go_both_ways_or_one(vocabulary: Vocabulary) -> None:
    finds = {synonym.typed: synonym.finds for synonym in vocabulary.synonyms}
    assert finds["refuse"] == ("bin", "waste")
    assert finds["damp"] == ("mould",)
    assert finds["ransomware"] == ("cyber attack",)
    assert "cyber attack" not in finds


def test_every_spelling_leads_to_the_agreed_name(vocabulary: Vocabulary) -> None:
    suppliers = vocabulary.names["suppliers"]
    assert suppliers[plain_name("Brickwork  Software Ltd")] == suppliers["brickwork systems"] == "Brickwork Software"
    assert vocabulary.names["technology"] == {"open repairs api": "Open repairs API", "open repairs interface": "Open repairs API"}


@pytest.mark.parametrize("name", ["Acme", "ACME", "Acme Ltd", "Acme, Limited", "acme plc", "Acme LLP", "Acme  Inc."])
def test_capitals_spaces_and_the_kind_of_company_make_no_difference(name: str) -> None:
    assert plain_name(name) == "acme"


def test_the_digest_changes_with_any_list(folder: Path) -> None:
    first = read_vocabulary(folder).digest
    assert read_vocabulary(folder).digest == first
    (folder / "withdrawn.yaml").write_text("[]", encoding="utf-8")
    assert read_vocabulary(folder).digest != first


def test_lists_that_may_be_missing_are_empty(folder: Path) -> None:
    for name in ("vocabulary/names.yaml", "vocabulary/synonyms.yaml", "vocabulary/neighbours.csv", "withdrawn.yaml"):
        (folder / name).unlink()
    lists = read_vocabulary(folder)
    assert (lists.synonyms, dict(lists.neighbours), dict(lists.withdrawn)) == ((), {}, {})
    assert lists.names == {"suppliers": {}, "technology": {}}


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("vocabulary/themes.yaml", "- slug: [", "cannot be read"),
        ("vocabulary/themes.yaml", "- slug: a\n  name: A\n", "no 'about'"),
        ("vocabulary/themes.yaml", "a: b", "must be a list"),
        ("vocabulary/themes.yaml", "- &a [x]\n- *a", "aliases"),
        ("vocabulary/synonyms.yaml", "- similar: [a, b]", "each entry must be `same"),
        ("vocabulary/synonyms.yaml", "- same: word", "each entry must be `same"),
        ("vocabulary/synonyms.yaml", "- one_way: {typed: a}", "each entry must be `same"),
        ("vocabulary/names.yaml", "- {name: Acme}", "that of Acme has not"),
        ("vocabulary/names.yaml", "- {name: Acme, kind: company}", "each entry must have `name`, `kind: suppliers`"),
        ("vocabulary/names.yaml", "- {name: Acme, kind: suppliers, also: Ace}", "that of Acme has not"),
        ("vocabulary/names.yaml", "- {name: Acme, kind: suppliers, old: [Ace]}", "that of Acme has not"),
        ("vocabulary/names.yaml", "- {name: [], kind: suppliers}", "each entry must have"),
        (
            "vocabulary/names.yaml",
            "- {name: Acme, kind: suppliers}\n- {name: Ace, kind: suppliers, also: [ACME Ltd]}",
            "“acme” is in that of Ace too",
        ),
        ("vocabulary/councils.csv", "slug,name\na,b\n", "the first row the columns"),
        ("vocabulary/partners.csv", "slug,name,kind,country\n,b,c,d\n", "must have a slug"),
        ("vocabulary/partners.csv", b"\xff\xfe", "cannot be read"),
        ("withdrawn.yaml", "- slug: a\n  on: 2026-01-01\n", "no 'why'"),
        ("withdrawn.yaml", "- slug: a\n  on: yesterday\n  why: b\n", "that of a is not"),
    ],
)
def test_a_broken_list_is_named_with_what_is_wrong(name: str, content: str | bytes, says: str, folder: Path) -> None:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(VocabularyError) as broken:
        read_vocabulary(folder)
    assert says in str(broken.value)
    assert name in str(broken.value)


def test_a_number_that_is_none_is_named_with_its_row(folder: Path) -> None:
    path = folder / "vocabulary/councils.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("105114", "many"), encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"row \d+ has a number or a date"):
        read_vocabulary(folder)
