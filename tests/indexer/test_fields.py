"""The one table of fields, and what is held to it: the data, the template for authors, and the guide's tables."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.casestudy import Adoption, Asset, CaseStudy, Contact, Cost, Outcome, Procurement, Source
from indexer.corpus import check_adoption, check_case_study
from indexer.fields import ADOPTION_FIELDS, CASE_STUDY_FIELDS, Field, fields_table
from indexer.kinds import KINDS
from indexer.vocabulary import Vocabulary
from tests.conftest import TODAY

CASESTUDIES = Path(__file__).parents[2] / "casestudies"
CLASSES = {"contact": Contact, "procurement": Procurement, "costs": Cost, "outcomes": Outcome, "assets": Asset, "sources": Source}


def every(fields: tuple[Field, ...]) -> Iterator[Field]:
    for each in fields:
        yield each
        yield from every(each.parts)


@pytest.mark.parametrize(("fields", "kind"), [(CASE_STUDY_FIELDS, CaseStudy), (ADOPTION_FIELDS, Adoption)], ids=["case study", "adoption"])
def test_the_table_and_the_data_have_the_same_fields(fields: tuple[Field, ...], kind: type) -> None:
    made_elsewhere = {"slug", "path", "text", "council"} if kind is Adoption else {"slug", "path", "text"}
    assert {each.name for each in fields} == {each.name for each in dataclasses.fields(kind)} - made_elsewhere
    for each in fields:
        if each.parts:
            assert {part.name for part in each.parts} == {part.name for part in dataclasses.fields(CLASSES[each.name])}


@pytest.mark.parametrize(("fields", "kind"), [(CASE_STUDY_FIELDS, CaseStudy), (ADOPTION_FIELDS, Adoption)], ids=["case study", "adoption"])
def test_a_field_is_needed_just_when_the_data_has_no_default(fields: tuple[Field, ...], kind: type) -> None:
    def needed(of: type) -> set[str]:
        return {it.name for it in dataclasses.fields(of) if it.default is dataclasses.MISSING and it.default_factory is dataclasses.MISSING}

    assert {each.name for each in fields if each.needed} == needed(kind) - {"slug", "path", "text", "council"}
    for each in fields:
        if each.parts:
            assert {part.name for part in each.parts if part.needed} == needed(CLASSES[each.name])


def test_every_field_has_a_kind_that_can_be_read_and_a_sentence() -> None:
    for each in every((*CASE_STUDY_FIELDS, *ADOPTION_FIELDS)):
        assert each.kind in KINDS or each.kind == "group"
        assert bool(each.choices) == (each.kind == "choice")
        assert each.about.endswith(".")


def sentence(each: Field) -> str:
    """What the template says above a field."""
    named = all(f"`{choice}`" in each.about for choice in each.choices)
    choices = "" if named else f" One of: {', '.join(each.choices)}."
    return f"{'Needed. ' if each.needed else ''}{each.about}{choices}"


def template() -> str:
    return (CASESTUDIES / "TEMPLATE.md").read_text(encoding="utf-8")


def test_the_template_has_every_field_in_order_with_its_sentence() -> None:
    written = template()
    for each in every(CASE_STUDY_FIELDS):
        assert re.search(rf"# {re.escape(sentence(each))}\n(\s*# For instance: .*\n)?\s*(- )?{each.name}:", written), each.name
    assert re.findall(r"^\s*(?:- )?([a-z_]+):", written, re.MULTILINE) == [each.name for each in every(CASE_STUDY_FIELDS)]


def test_the_template_left_empty_asks_only_for_what_is_needed(vocabulary: Vocabulary) -> None:
    _, faults = check_case_study("lincoln/x.md", template().encode(), vocabulary, TODAY)
    asked = {re.findall(r"`(\w+)`", fault.says)[0] for fault in faults if fault.rule == "CB-102"}
    assert asked == {each.name for each in CASE_STUDY_FIELDS if each.needed} - {"provenance", "licence"}
    assert {fault.rule for fault in faults} == {"CB-102", "CB-302", "CB-405"}


def test_the_templates_instances_make_a_good_case_study(vocabulary: Vocabulary) -> None:
    filled = re.sub(r"# For instance: (.*)\n(.*:)$", r"#\n\2 \1", template(), flags=re.MULTILINE)
    # Its partner is in the live list, not in the tests' small one.
    filled = re.sub(r"(?m)^partners: .*", "partners: []", filled)
    filled = re.sub(r"<!-- |-->", "", filled)
    case_study, faults = check_case_study("lincoln/x.md", filled.encode(), vocabulary, TODAY)
    assert faults == ()
    assert case_study is not None
    assert case_study.outcomes[0].before == 18
    assert case_study.procurement is not None


def guide() -> str:
    return (CASESTUDIES / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "fields"), [("fields", CASE_STUDY_FIELDS), ("adoption fields", ADOPTION_FIELDS)])
def test_the_guides_tables_are_those_of_the_fields(name: str, fields: tuple[Field, ...]) -> None:
    match = re.search(rf"<!-- {name}: .*? -->\n(.*?)\n<!-- /{name} -->", guide(), re.DOTALL)
    assert match
    assert match[1] == fields_table(fields)


def test_the_guides_adoption_is_a_good_one(vocabulary: Vocabulary) -> None:
    match = re.search(r"```yaml\n(.*?)```", guide(), re.DOTALL)
    assert match
    adoption, faults = check_adoption("norwich/adoptions/repairs-online.yaml", match[1].encode(), vocabulary, TODAY)
    assert faults == ()
    assert adoption is not None


def test_no_cell_of_a_table_breaks_it() -> None:
    for line in fields_table(CASE_STUDY_FIELDS).splitlines():
        assert line.count("|") == 5
