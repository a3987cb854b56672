from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import CaseStudy, Vocabulary, check_case_study
from indexer.corpus import Corpus
from portal.contribute.steps import ALONE, SECTIONS, STEPS
from portal.contribute.writing import Written, slugs, write
from portal.typed import clean
from tests.portal.attacks import ATTACKS
from tests.portal.contribute.conftest import WHOLE

TODAY = date(2026, 11, 22)


def written(values: dict[str, Any], vocabulary: Vocabulary, taken: tuple[str, ...] = ()) -> Written:
    return write(values, vocabulary, lambda slug: slug in taken, TODAY)


def read(file: Written, vocabulary: Vocabulary) -> CaseStudy:
    found, faults = check_case_study(file.path, file.content, vocabulary, TODAY)
    assert found is not None, faults
    return found


def test_everything_that_was_typed_comes_back_from_the_rule_book(vocabulary: Vocabulary) -> None:
    file = written(WHOLE, vocabulary)
    it = read(file, vocabulary)
    assert (it.title, it.summary, it.status) == (WHOLE["title"], WHOLE["summary"], "live")
    assert (str(it.started), str(it.ended)) == ("2024-04", "2026")
    assert (it.councils, it.themes, it.barriers) == (("lincoln", "dorset"), ("customer-access", "housing"), ("skills",))
    assert (it.funding, it.suppliers) == (("The council", "A grant: from elsewhere"), ("Anytown Software Ltd",))
    assert it.procurement is not None
    assert (it.procurement.route, it.procurement.reference) == ("direct award", "2024/S 000-000000")
    assert it.contact is not None
    assert it.contact.email == "housing@anytown.example"
    (outcome,) = it.outcomes
    assert (outcome.before, outcome.after, outcome.unit, outcome.source) == (18, 7.5, "%", 2)
    (cost,) = it.costs
    assert (cost.amount, cost.year, cost.estimate, cost.source) == (240000, 2025, True, 1)
    assert [source.title for source in it.sources] == ["Repairs: the first year", "Audit"]
    assert [section.heading for section in it.sections] == [SECTIONS[name] for name in SECTIONS if WHOLE[name]]
    assert it.sections[0].text == WHOLE["the_problem"]
    assert (it.published, it.review_by) == (TODAY, date(2027, 11, 22))
    assert file.path == "lincoln/anytown-tenants-repairs-online-at-last.md"


def test_other_readers_of_yaml_find_the_same_words(vocabulary: Vocabulary) -> None:
    front = yaml.safe_load(written(WHOLE | {"suppliers": ["no", "null", "1: 2", "*x", "@y"]}, vocabulary).text.split("---\n")[1])
    assert front["title"] == WHOLE["title"]
    assert front["suppliers"] == ["no", "null", "1: 2", "*x", "@y"]
    assert front["costs"][0]["amount"] == 240000


def test_the_frozen_case_studies_survive_being_taken_apart_and_written_again(corpus: Corpus) -> None:
    for it in corpus.case_studies.values():
        again = read(written(_values(it), corpus.vocabulary, taken=()), corpus.vocabulary)
        same: dict[str, Any] = {
            "slug": it.slug,
            "path": it.path,
            "published": it.published,
            "review_by": it.review_by,
            "updated": it.updated,
        }
        assert replace(again, **same, previous_slugs=it.previous_slugs) == it


def test_each_line_knows_which_field_it_came_from(vocabulary: Vocabulary) -> None:
    file = written(WHOLE, vocabulary)
    lines = file.text.split("\n")
    found = {name: lines[number - 1] for number, name in file.names.items() if name}
    assert found["title"].startswith("title: ")
    assert found["outcomes-0-before"] == "    before: 18"
    assert found["sources-1-publisher"] == '    publisher: "Auditors"'
    assert found["route"] == '  route: "direct award"'
    assert found["what_changed"] in ("- Happier", "")


def test_an_empty_draft_has_a_line_for_each_needed_field(vocabulary: Vocabulary) -> None:
    file = written({}, vocabulary)
    assert file.path == "nobody-yet/untitled.md"
    assert {"title", "summary", "themes", "status", "provenance", "licence"} <= set(file.names.values())


def test_a_name_that_is_taken_gets_a_number(vocabulary: Vocabulary) -> None:
    assert written({"title": "A title"}, vocabulary, ("a-title", "a-title-2")).slug == "a-title-3"


@pytest.mark.parametrize("title", ["../../etc/passwd", "a/b\\c", "..", "\x00", "—", "x" * 500, "Ŵylfa’s ŷ", "con.md", "-"])
def test_no_title_leads_out_of_the_folder(vocabulary: Vocabulary, title: str) -> None:
    lead, _, name = written({"title": title, "councils": ["lincoln"]}, vocabulary).path.partition("/")
    assert lead == "lincoln"
    assert name.removesuffix(".md").replace("-", "").isalnum()
    assert len(name) < 70


@pytest.mark.parametrize("council", ["../x", "LINCOLN/..", "lincoln\nx", ""])
def test_no_council_does_either(vocabulary: Vocabulary, council: str) -> None:
    assert written({"title": "x", "councils": [council]}, vocabulary).path == "nobody-yet/x.md"


def test_a_council_is_known_by_any_of_its_names_and_once(vocabulary: Vocabulary) -> None:
    assert slugs(["city of  lincoln council", "lincoln", "Lincoln", "Nowhere"], vocabulary.councils) == ["lincoln", "Nowhere"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_strings_stay_words_in_their_own_field(vocabulary: Vocabulary, attack: str) -> None:
    words = clean(attack)
    it = read(written(WHOLE | {"title": words or "x", "suppliers": [words or "x"], "role": words or "x"}, vocabulary), vocabulary)
    assert it.title == it.suppliers[0] == " ".join((words or "x").split())


texts = st.text(max_size=60).map(clean)
rows = st.fixed_dictionaries(dict.fromkeys(("title", "publisher", "url", "date"), texts))
drafts = st.fixed_dictionaries(
    {name: texts for step in STEPS for name in step.fields if name not in ("councils", "partners", "themes", "barriers", "sources")}
    | {name: st.lists(texts, max_size=3) for name in ("technology", "suppliers", "funding", "councils", "themes")}
    | {"outcomes": st.just([]), "costs": st.just([]), "assets": st.just([]), "sources": st.lists(rows, max_size=2)}
)


@given(drafts)
@settings(max_examples=50, deadline=None)
def test_whatever_is_typed_makes_a_file_that_can_be_read_back_whole(vocabulary: Vocabulary, values: dict[str, Any]) -> None:
    file = written(values, vocabulary)
    _, faults = check_case_study(file.path, file.content, vocabulary, TODAY)
    reading = [fault for fault in faults if fault.rule < "CB-1"]
    assert not reading, reading
    front = yaml.safe_load(file.text.split("\n---\n")[0])
    assert (front["title"] or "") == " ".join(values["title"].split())
    assert front.get("suppliers", []) == [" ".join(it.split()) for it in values["suppliers"] if it]


def _values(it: CaseStudy) -> dict[str, Any]:
    """A case study as it would have been typed."""

    def plain(value: Any) -> str:
        return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    def row(thing: Any) -> dict[str, str]:
        return {name: plain(getattr(thing, name)) for name in thing.__slots__}

    found: dict[str, Any] = {name: plain(getattr(it, name)) for name in ("title", "summary", "status", "started", "ended")}
    found |= {name: plain(getattr(it, name)) for name in ("provenance", "licence", "language")}
    lists = ("councils", "partners", "themes", "barriers", "technology", "suppliers", "funding")
    found |= {name: list(getattr(it, name)) for name in lists}
    found |= {name: [row(each) for each in getattr(it, name)] for name in ("sources", "outcomes", "costs", "assets")}
    for name, (group, part) in ALONE.items():
        found[name] = plain(getattr(getattr(it, group), part, None))
    headings = {heading: name for name, heading in SECTIONS.items()}
    return found | {headings[section.heading]: section.text for section in it.sections}
