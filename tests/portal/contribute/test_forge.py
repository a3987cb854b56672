from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from portal.contribute.forge import LONGEST_ADDRESS, new_file, which_forge

TEXT = '---\ntitle: "Repairs & more # 1?"\n---\n\n## The problem\n\nŵ + 100%.\n'


def test_github_is_given_the_name_and_the_text() -> None:
    page = new_file("https://github.com/example/copybook", "github", "main", "lincoln/repairs.md", TEXT)
    parts = urlsplit(page.address)
    assert (parts.netloc, parts.path) == ("github.com", "/example/copybook/new/main")
    assert parse_qs(parts.query) == {"filename": ["casestudies/lincoln/repairs.md"], "value": [TEXT]}
    assert page.has_text


def test_a_text_too_long_for_an_address_is_left_to_be_pasted() -> None:
    page = new_file("https://github.com/example/copybook", "github", "main", "lincoln/repairs.md", "ŵ" * 2_000)
    assert not page.has_text
    assert parse_qs(urlsplit(page.address).query) == {"filename": ["casestudies/lincoln/repairs.md"]}
    assert len(page.address) < LONGEST_ADDRESS


def test_gitlab_takes_only_the_name() -> None:
    page = new_file("https://gitlab.com/example/copybook", "gitlab", "a/branch", "lincoln/repairs.md", TEXT)
    assert page.address == "https://gitlab.com/example/copybook/-/new/a/branch?file_name=casestudies%2Flincoln%2Frepairs.md"
    assert not page.has_text


@pytest.mark.parametrize(
    ("address", "said", "forge"),
    [
        ("https://github.com/a/b", None, "github"),
        ("https://gitlab.example/a/b", None, "gitlab"),
        ("https://code.example/a/b", None, "github"),
        ("https://code.example/a/b", "gitlab", "gitlab"),
    ],
)
def test_the_host_says_which_forge_it_is_unless_the_settings_do(address: str, said: str | None, forge: str) -> None:
    assert which_forge(address, said) == forge
