from __future__ import annotations

from datetime import date

import pytest

from indexer import sketch
from indexer.casestudy import CaseStudy
from indexer.corpus import Corpus
from indexer.vocabulary import Vocabulary
from tests.conftest import CORPUS, TODAY


def seen(content: str, vocabulary: Vocabulary) -> CaseStudy:
    return sketch("lincoln/repairs.md", content.encode(), vocabulary, TODAY)


def test_a_case_study_without_faults_is_seen_whole(corpus: Corpus) -> None:
    for it in corpus.case_studies.values():
        assert sketch(it.path, (CORPUS / it.path).read_bytes(), corpus.vocabulary, TODAY) == it


def test_what_cannot_be_read_is_left_out_and_the_rest_is_there(vocabulary: Vocabulary) -> None:
    it = seen(
        "---\ntitle: Repairs\nstatus: nope\nstarted: soon\nthemes: [housing]\ncosts:\n  - covers: No amount\n"
        "  - {amount: 5, covers: Licences, currency: XXX}\n---\n\n## The problem\n\nWords.",
        vocabulary,
    )
    assert (it.title, it.status, it.started, it.themes) == ("Repairs", "unknown", None, ("housing",))
    assert [(cost.amount, cost.covers, cost.currency) for cost in it.costs] == [(5, "Licences", "GBP")]
    assert it.sections[0].text == "Words."
    assert (it.published, it.review_by) == (TODAY, date(2027, 11, 22))


@pytest.mark.parametrize(
    "content", ["", "---", "---\n---", "just words", "---\n- a\n- b\n---\n", "---\ntitle: [a]\ncosts: x\n---\n", "\x00"]
)
def test_something_is_seen_of_anything(vocabulary: Vocabulary, content: str) -> None:
    assert seen(content, vocabulary).title == "No title yet"
