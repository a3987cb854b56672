from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from indexer import Cost, Outcome
from indexer.casestudy import Nature
from indexer.corpus import Corpus
from portal.casestudies import adoptions_of, author, bodies, cost_lines, is_overdue, lead_website, linked_data, outcome_lines, results_first

REPAIRS = "lincoln-housing-repairs-system"


def test_a_measured_change_is_drawn() -> None:
    (line,) = outcome_lines([Outcome("Missed appointments", "result", "time", before=18, after=7, unit="%")], 0)
    assert [row.name for row in line.rows] == ["Before", "After"]
    assert [row.figure for row in line.rows] == ["18%", "7%"]
    assert not line.label


@pytest.mark.parametrize("nature", ["scale", "forecast", "baseline"])
def test_what_is_no_result_says_so_and_is_never_drawn(nature: Nature) -> None:
    (line,) = outcome_lines([Outcome("People", nature, "people", before=1, after=2)], 0)
    assert line.rows == ()
    assert line.label.endswith("not a result")


def test_harm_is_called_harm() -> None:
    (line,) = outcome_lines([Outcome("Cases waiting", "harm", "time", before=870, after=1052)], 0)
    assert line.label == "Harm"
    assert "app-bar__line--harm" in line.rows[1].bar


@pytest.mark.parametrize(("before", "after"), [("half", 3), (3, "half"), (None, 3), (float("nan"), 3)])
def test_what_is_no_number_is_not_drawn(before: str | float | None, after: str | float) -> None:
    (line,) = outcome_lines([Outcome("Share", "result", "time", before=before, after=after)], 0)
    assert line.rows == ()


def test_nobody_named_is_said() -> None:
    (line,) = outcome_lines([Outcome("Calls", "result", "time", after=3)], 0)
    assert line.who == "Nobody is named as reporting this"


@pytest.mark.parametrize(("source", "sources", "shown"), [(1, 1, 1), (2, 1, None), (0, 1, None), (None, 1, None)])
def test_only_a_source_that_is_there_is_cited(source: int | None, sources: int, shown: int | None) -> None:
    (line,) = outcome_lines([Outcome("Calls", "result", "time", after=3, reported_by="council", source=source)], sources)
    assert line.source == shown


def test_drawn_results_come_first_and_the_rest_apart(corpus: Corpus) -> None:
    outcomes = (
        Outcome("A forecast", "forecast", "time", after=1),
        Outcome("In words", "result", "time", after=1),
        Outcome("Drawn", "result", "time", before=2, after=1),
    )
    changed, also = results_first(replace(corpus.case_studies[REPAIRS], outcomes=outcomes))
    assert [line.measure for line in changed] == ["Drawn", "In words"]
    assert [line.measure for line in also] == ["A forecast"]


def test_an_estimate_is_called_one(corpus: Corpus) -> None:
    costs = (Cost(28_600_000, "everything", year=2021, estimate=True),)
    (line,) = cost_lines(replace(corpus.case_studies[REPAIRS], costs=costs))
    assert (line.amount, line.note) == ("£28.6 million", "2021, an estimate")


def test_a_review_is_overdue_the_day_after(corpus: Corpus) -> None:
    it = replace(corpus.case_studies[REPAIRS], review_by=date(2026, 3, 1))
    assert not is_overdue(it, date(2026, 3, 1))
    assert is_overdue(it, date(2026, 3, 2))


def test_a_partner_joins_the_councils_in_words(corpus: Corpus) -> None:
    it = next(it for it in corpus.case_studies.values() if it.councils and it.partners)
    named = bodies(it, corpus.vocabulary)
    assert [body.joins for body in named] == [False] * len(it.councils) + [True] + [False] * (len(it.partners) - 1)


def test_an_ended_council_says_when(corpus: Corpus) -> None:
    (body,) = bodies(replace(corpus.case_studies[REPAIRS], councils=("copeland",)), corpus.vocabulary)
    assert body.about == "District council, North West, England; ended 31 March 2023"


def test_only_a_council_that_is_still_there_has_a_website(corpus: Corpus) -> None:
    it = replace(corpus.case_studies[REPAIRS], councils=("copeland",))
    assert lead_website(it, corpus.vocabulary) is None


def test_copybook_is_the_author_of_what_it_compiled(corpus: Corpus) -> None:
    it = corpus.case_studies[REPAIRS]
    assert author(it, corpus.vocabulary) == "City of Lincoln Council"
    assert author(replace(it, provenance="public-sources"), corpus.vocabulary) == "Copybook"


def test_adoptions_of_an_old_name_count(corpus: Corpus) -> None:
    it = corpus.case_studies[REPAIRS]
    assert len(adoptions_of(replace(it, slug="new-name", previous_slugs=(it.slug,)), corpus.adoptions)) == 1
    assert adoptions_of(replace(it, slug="new-name"), corpus.adoptions) == ()


def test_linked_data_says_who_and_when(corpus: Corpus) -> None:
    data = linked_data(corpus.case_studies[REPAIRS], corpus.vocabulary, "https://copybook.example/case-studies/x")
    assert data["@type"] == "Article"
    assert data["datePublished"] == "2026-01-10"
    assert data["dateModified"] == "2026-05-01"
    assert data["author"] == [{"@type": "GovernmentOrganization", "name": "City of Lincoln Council"}]
    assert data["license"].startswith("https://www.nationalarchives.gov.uk/")
