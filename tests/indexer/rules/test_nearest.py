from __future__ import annotations

import pytest

from indexer.rules.nearest import did_you_mean, nearest

COUNCILS = {
    "lincoln": ("City of Lincoln Council", "City of Lincoln", "Lincoln"),
    "leicester": ("Leicester City Council", "Leicester"),
    "moray": ("The Moray Council", "Moray"),
    "camden": ("London Borough of Camden", "Camden"),
    "cardiff": ("City of Cardiff Council", "Cardiff", "Caerdydd"),
    "city-of-london": ("City of London Corporation", "City of London"),
    "kensington-and-chelsea": ("Royal Borough of Kensington and Chelsea", "Kensington and Chelsea"),
}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Lincoln City Council", "lincoln"),
        ("LINCOLN", "lincoln"),
        ("lincon", "lincoln"),
        ("Lecester City Council", "leicester"),
        ("camden-council", "camden"),
        ("caerdydd", "cardiff"),
        ("City of London", "city-of-london"),
        ("kensington", "kensington-and-chelsea"),
        ("Kensington & Chelsea", "kensington-and-chelsea"),
        ("your-council", None),
        ("", None),
        ("x" * 100_000, None),
        ("‮�", None),
    ],
    ids=lambda it: str(it)[:20].encode("ascii", "replace").decode() or "empty",
)
def test_finds_the_council_that_was_meant(written: str, meant: str | None) -> None:
    assert nearest(written, COUNCILS) == meant


def test_says_what_else_to_do_when_nothing_is_near() -> None:
    assert did_you_mean("housng", ["housing", "planning"], "Pick one.") == "Did you mean “housing”?"
    assert did_you_mean("xyzzy", ["housing", "planning"], "Pick one.") == "Pick one."
