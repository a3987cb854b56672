from __future__ import annotations

import pytest
import yaml

from indexer.safe_yaml import DEEPEST, load_yaml, yaml_events


def test_reads_plain_values() -> None:
    assert load_yaml(b"- {slug: a, on: 2026-11-22}\n")[0]["slug"] == "a"


def test_refuses_an_alias_before_it_can_grow() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefg", "bcdefgh", strict=True))
    with pytest.raises(yaml.YAMLError, match="aliases"):
        load_yaml(bomb)


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system [ls]", "!!python/name:os.system", "!mine x"])
def test_makes_no_objects(tag: str) -> None:
    with pytest.raises(yaml.YAMLError):
        load_yaml(f"a: {tag}")


@pytest.mark.parametrize("opener", ["[", "{a: ", "- "])
def test_stops_where_values_nest_too_deep(opener: str) -> None:
    with pytest.raises(yaml.YAMLError, match=f"more than {DEEPEST} levels"):
        load_yaml(opener * 50_000)


def test_stops_where_there_are_too_many_values() -> None:
    with pytest.raises(yaml.YAMLError, match="more values"):
        list(yaml_events("- a\n" * 200, most=100))
