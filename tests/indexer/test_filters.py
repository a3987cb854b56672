from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.casestudy import PartialDate
from indexer.corpus import Corpus
from indexer.filters import FILTER_NAMES, FILTERS, filter_values, value_name


def values(corpus: Corpus, slug: str, name: str) -> dict[str, str]:
    return dict(filter_values(corpus.case_studies[slug], corpus.vocabulary, 2)[name])


@pytest.mark.parametrize(
    ("slug", "name", "expected"),
    [
        ("lincoln-housing-repairs-system", "theme", {"housing", "legacy-replacement", "customer-access"}),
        ("lincoln-housing-repairs-system", "year", {"2022", "2023", "2024"}),
        ("lincoln-housing-repairs-system", "region", {"east-midlands"}),
        ("lincoln-housing-repairs-system", "supplier", {"brickwork-software"}),
        ("lincoln-housing-repairs-system", "evidence", {"2"}),
        ("cardiff-bilingual-forms", "nation", {"wales"}),
        ("cardiff-bilingual-forms", "region", set()),
        ("camden-damp-sensors", "year", {"2023"}),
        ("dorset-care-demand-forecast", "year", set()),
        ("adur-worthing-waste-rounds", "council", {"adur", "worthing"}),
        ("adur-worthing-waste-rounds", "kind", {"non-metropolitan-district"}),
        ("estonia-automatic-benefits", "nation", {"abroad", "estonia"}),
        ("estonia-automatic-benefits", "council", set()),
        ("glasgow-street-light-sensors", "partner", {"scottish-government"}),
    ],
)
def test_a_case_study_has_these_values(slug: str, name: str, expected: set[str], corpus: Corpus) -> None:
    assert set(values(corpus, slug, name)) == expected


def test_a_partner_abroad_does_not_take_a_councils_work_abroad(corpus: Corpus) -> None:
    lincoln = replace(corpus.case_studies["lincoln-housing-repairs-system"], partners=("city-of-helsinki",))
    assert set(filter_values(lincoln, corpus.vocabulary, 0)["nation"]) == {"england"}


def test_a_filter_of_single_values_has_exactly_one_for_each(corpus: Corpus) -> None:
    for each in FILTERS:
        for slug in corpus.case_studies:
            assert not each.single or len(values(corpus, slug, each.name)) == 1


def test_every_value_has_a_name_for_readers(corpus: Corpus) -> None:
    for slug in corpus.case_studies:
        for name in FILTER_NAMES:
            assert all(words and not words[0].islower() for words in values(corpus, slug, name).values()), (slug, name)


def test_a_value_nobody_has_still_has_a_name(corpus: Corpus) -> None:
    assert value_name("theme", "planning", corpus.vocabulary) == corpus.vocabulary.themes["planning"].name
    assert value_name("evidence", "4", corpus.vocabulary) == "Repeated"
    assert value_name("kind", "county", corpus.vocabulary) == "County council"
    assert value_name("theme", "no-such-theme", corpus.vocabulary) == "No such theme"


def test_years_run_from_start_to_end_whichever_comes_first(corpus: Corpus) -> None:
    odd = replace(corpus.case_studies["camden-damp-sensors"], started=PartialDate(2021), ended=PartialDate(2019, 5))
    assert set(filter_values(odd, corpus.vocabulary, 0)["year"]) == {"2019", "2020", "2021"}


def test_a_slug_that_left_the_agreed_lists_is_passed_over(corpus: Corpus) -> None:
    odd = replace(corpus.case_studies["camden-damp-sensors"], councils=("gone",), themes=("gone",), partners=("gone",), barriers=("gone",))
    found = filter_values(odd, corpus.vocabulary, 0)
    assert not any(found[name] for name in ("council", "theme", "partner", "barrier", "nation", "kind"))
