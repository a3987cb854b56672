from __future__ import annotations

from dataclasses import replace

import pytest

from indexer import Vocabulary
from portal.templating import country
from tests.memory_index import MemoryIndex


@pytest.mark.parametrize(
    ("councils", "partners", "said"),
    [
        ((), ("city-of-helsinki",), "Finland"),
        ((), ("estonian-social-insurance-board",), ""),
        ((), ("government-digital-service",), ""),
        (("camden",), ("city-of-helsinki",), ""),
    ],
    ids=["abroad", "the name says so", "a body of our own", "a council of our own leads"],
)
def test_work_from_abroad_says_from_which_country(
    index: MemoryIndex, vocabulary: Vocabulary, councils: tuple[str, ...], partners: tuple[str, ...], said: str
) -> None:
    case_study = replace(next(iter(index.all())), councils=councils, partners=partners)
    assert country(case_study, vocabulary) == said
