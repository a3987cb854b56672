from __future__ import annotations

import pytest

from portal.curation.searches import query_of, saved, search_in


@pytest.mark.parametrize(
    ("pasted", "search"),
    [
        ("/search?q=damp", "q=damp"),
        (" https://copybook.example/search?q=damp+sensors&theme=housing&theme=digital&page=3&utm_source=x#results ",
            "q=damp+sensors&theme=housing&theme=digital"),
        ("https://copybook.example/under/search.csv?q=damp&sort=newest", "q=damp&sort=newest"),
        ("/search?theme=housing&sort=newest", "theme=housing"),
        ("/search?q=caf%C3%A9", "q=caf%C3%A9"),
    ],
)  # fmt: skip
def test_an_address_of_results_is_a_search(pasted: str, search: str) -> None:
    assert search_in(pasted) == search
    assert saved(query_of(search)) == search


@pytest.mark.parametrize(
    "pasted",
    ["", "damp", "q=damp", "/search", "/search?", "/search?page=2", "/search?q=+", "/councils?q=damp", "/research?q=damp", "http://[?q=a",
     "javascript:alert(1)?q=damp", "/search?theme=%00"],
)  # fmt: skip
def test_what_is_none_or_asks_for_everything_is_refused(pasted: str) -> None:
    assert search_in(pasted) is None


def test_what_is_far_too_long_is_cut() -> None:
    assert len(search_in("/search?q=" + "a" * 1_000_000) or "") < 3_000
