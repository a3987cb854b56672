"""Rules 3 and 4: filters decide what may be ranked, counts are of exactly what is shown, and the total can be paged through.

That every count is right by a recount of case studies, on any question, is in `invariants`; here a reader makes each choice.
"""

from __future__ import annotations

import pytest

from indexer import FILTERS, CaseStudy, Index, PartialDate, Query
from tests.indexer.contract.conftest import Library
from tests.indexer.contract.made_up import case_study, every_hit, slugs

QUESTION = "we need to replace an old housing repairs system, who has done it?"


def test_filters_take_any_value_of_one_and_all_of_several(index: Index) -> None:
    either = index.search(Query(filters={"theme": ("housing", "cyber-security")}))
    both = index.search(Query(filters={"theme": ("housing", "cyber-security"), "status": ("live",)}))
    assert all({"housing", "cyber-security"} & set(hit.case_study.themes) for hit in either.hits)
    assert {"camden-damp-sensors", "hackney-cyber-attack-recovery"} <= set(slugs(either))
    assert set(slugs(both)) == {slug for slug in slugs(either) if (found := index.get(slug)) and found.status == "live"}


def test_a_place_is_met_by_any_of_the_councils(index: Index) -> None:
    for council in ("adur", "worthing"):
        assert "adur-worthing-waste-rounds" in slugs(index.search(Query(filters={"council": (council,)})))


def test_a_nation_and_a_kind_are_met_by_any_of_the_councils(library: Library) -> None:
    index = library([case_study("both", "Over the border", councils=("lincoln", "cardiff"))])
    for chosen in (
        {"nation": ("england",)},
        {"nation": ("wales",)},
        {"kind": ("welsh-unitary",)},
        {"kind": ("non-metropolitan-district",)},
    ):
        assert index.search(Query(filters=chosen)).total == 1, chosen
    assert index.search(Query(filters={"nation": ("scotland",)})).total == 0


def test_abroad_is_a_nation_and_so_is_its_country(index: Index) -> None:
    for value in ("abroad", "estonia"):
        assert slugs(index.search(Query(filters={"nation": (value,)}))) == ["estonia-automatic-benefits"]


def test_a_year_is_any_from_start_to_end(library: Library) -> None:
    spans: dict[str, CaseStudy] = {
        "long": case_study("long", "Long", started=PartialDate(2020, 11), ended=PartialDate(2023)),
        "open": case_study("open", "Open", started=PartialDate(2022)),
        "unknown": case_study("unknown", "Unknown"),
    }
    index = library(spans.values())
    found = {year: set(slugs(index.search(Query(filters={"year": (year,)})))) for year in ("2019", "2020", "2021", "2022", "2023", "2024")}
    assert found == {"2019": set(), "2020": {"long"}, "2021": {"long"}, "2022": {"long", "open"}, "2023": {"long"}, "2024": set()}


@pytest.mark.parametrize("text", ["", QUESTION, "sensors", "chatbott"])
@pytest.mark.parametrize("filters", [{}, {"theme": ("housing",)}, {"theme": ("housing",), "status": ("live", "pilot")}])
def test_every_count_is_what_choosing_it_gives(index: Index, text: str, filters: dict[str, tuple[str, ...]]) -> None:
    results = index.search(Query(text, filters))
    for name, counts in results.counts.items():
        for count in counts:
            chosen = filters | {name: (count.value,)}
            assert index.search(Query(text, chosen)).total == count.number, (name, count.value)


@pytest.mark.parametrize("filters", [{}, {"theme": ("housing",)}])
def test_a_single_valued_filter_adds_up_to_the_total(index: Index, filters: dict[str, tuple[str, ...]]) -> None:
    results = index.search(Query("sensors and systems", filters))
    assert results.total
    for each in FILTERS:
        if each.single:
            assert sum(count.number for count in results.counts[each.name]) == results.total, each.name


def test_a_chosen_value_is_always_counted(index: Index) -> None:
    results = index.search(Query("damp sensors", {"theme": ("planning",), "supplier": ("nobody-at-all",)}))
    chosen = {count.value: count.number for each in results.counts.values() for count in each if count.chosen}
    assert chosen == {"planning": 0, "nobody-at-all": 0}


def test_a_filter_nobody_knows_is_passed_over(index: Index) -> None:
    assert slugs(index.search(Query("sensors", {"colour": ("red",)}))) == slugs(index.search(Query("sensors")))


def test_filters_decide_before_ranking_so_that_a_poor_answer_is_still_found(library: Library) -> None:
    """Of two hundred that answer, the one in Wales answers worst of all; it is the first where only Wales is asked for."""
    better = [case_study(f"better-{number:03}", "Kettle", "kettle kettle", councils=("lincoln",)) for number in range(200)]
    index = library([*better, case_study("worst", "A long story", f"a kettle {'and so on ' * 200}", councils=("cardiff",))])
    assert slugs(every_hit(index, Query("kettle")))[-1] == "worst"
    assert slugs(index.search(Query("kettle", {"nation": ("wales",)}))) == ["worst"]


@pytest.mark.parametrize("per_page", [1, 5, 7, 100])
@pytest.mark.parametrize("text", ["", QUESTION, "chatbott"])
def test_the_total_can_be_paged_through(index: Index, text: str, per_page: int) -> None:
    found = slugs(every_hit(index, Query(text), per_page))
    assert len(found) == len(set(found)) == index.search(Query(text)).total > 0
