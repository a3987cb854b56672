"""Collections as YAML: nothing is lost on the way there and back, and no file does any harm."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.curation import bundle, bundles, store
from portal.curation.bundle import Bundled, BundledBody, NotABundle, read, written
from portal.curation.contents import Contents, Item, Section, Tail
from portal.curation.searches import search_in
from portal.extensions import db
from portal.typed import visible

TEXT = st.text(max_size=80).map(visible)
TITLE = TEXT.filter(lambda text: bool(text.strip()))
SLUG = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)
MOMENT = st.datetimes(min_value=datetime.fromisoformat("2000-01-01"), max_value=datetime.fromisoformat("2100-01-01"))
DAY = st.none() | st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


@st.composite
def contents_of(draw: st.DrawFn) -> Contents:
    slugs = draw(st.lists(SLUG, unique=True, max_size=6))
    items = [Item(slug, draw(TEXT), draw(st.booleans())) for slug in slugs]
    cut = draw(st.integers(0, len(items)))
    sections = (Section(draw(TEXT), tuple(items[:cut])), Section(draw(TEXT), tuple(items[cut:])))
    tail = draw(st.none() | st.builds(Tail, TEXT, st.lists(SLUG, max_size=3).map(tuple)))
    phrases = draw(st.lists(TEXT, max_size=3).map(tuple))
    return Contents(draw(TITLE), draw(TEXT), draw(TEXT), draw(st.just("") | SLUG), sections, tail, phrases)


@st.composite
def bundled_of(draw: st.DrawFn) -> Bundled:
    contents = draw(contents_of())
    readers = draw(st.none() | st.just(contents) | contents_of())
    return Bundled(
        slug=draw(SLUG),
        bodies=tuple(
            draw(st.lists(st.builds(BundledBody, SLUG, TITLE, st.just("other"), TEXT.map(lambda it: it[:60])), min_size=1, max_size=3))
        ),
        contents=contents,
        state=draw(st.sampled_from(["draft", "in review", "archived"] + (["published"] if readers else []))),
        old_slugs=tuple(draw(st.lists(SLUG, max_size=3))),
        readers=readers,
        published=draw(MOMENT) if readers else None,
        note=draw(TEXT),
        since=tuple(sorted(draw(st.dictionaries(SLUG, MOMENT, max_size=3)).items())) if readers else (),
        review_by=draw(DAY),
        reviewed=draw(DAY),
        created=draw(MOMENT),
        changed=draw(MOMENT),
    )


# What it draws is large, and the first draw builds its tables.
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(bundled_of(), max_size=2))
def test_what_is_written_is_read_as_it_was(held: list[Bundled]) -> None:
    assert read(written(held)) == held


def test_a_long_search_that_was_followed_here_can_be_brought_in() -> None:
    search = search_in("/search?q=" + "tŷ cynnes ŵ " * 150)
    assert search
    held = [Bundled("a", (BundledBody("b", "B"),), Contents("Warm homes", tail=Tail(search)))]
    assert read(written(held)) == held


def test_what_is_brought_in_is_what_was_taken_out(people: Flask, tmp_path: Path) -> None:
    file = tmp_path / "all.yaml"
    with people.app_context():
        open_one = store.collection_named(db.session(), "open-one")
        assert open_one
        store.rename(db.session(), None, open_one, "opened-one")
        store.save(db.session(), None, open_one, 1, Contents("Worked on", phrases=("a", "b")), "Changed it")
        db.session.commit()
        before = bundles.bundles(db.session())
    runner = people.test_cli_runner()
    file.write_text(runner.invoke(args=["collections", "export"]).stdout, "utf-8")
    with people.app_context():
        db.drop_all()
        db.create_all()
    said = runner.invoke(args=["collections", "import", str(file)])
    assert said.output == f"{len(before)} collections brought in.\n"
    with people.app_context():
        assert bundles.bundles(db.session()) == before
        found = store.collection_named(db.session(), "open-one")
        assert found
        assert (found.slug, found.published_version, found.version) == ("opened-one", 1, 2)
    assert runner.invoke(args=["collections", "export"]).stdout == file.read_text("utf-8")


def test_what_is_here_already_is_not_brought_in_twice(people: Flask, tmp_path: Path) -> None:
    runner = people.test_cli_runner()
    (tmp_path / "all.yaml").write_text(
        runner.invoke(args=["collections", "export"]).stdout.replace("slug: draft-one", "slug: a-new-one"), "utf-8"
    )
    said = runner.invoke(args=["collections", "import", str(tmp_path / "all.yaml")])
    assert said.exit_code == 1
    assert "one here already" in said.output
    with people.app_context():
        assert store.collection_named(db.session(), "a-new-one") is None, "a part of it was brought in"


def test_some_are_exported_by_name_and_a_wrong_name_is_said(people: Flask) -> None:
    runner = people.test_cli_runner()
    assert [it.slug for it in read(runner.invoke(args=["collections", "export", "open-one"]).stdout)] == ["open-one"]
    assert "no collection nowhere" in runner.invoke(args=["collections", "export", "nowhere"]).output


ONE = "copybook_collections: 1\ncollections:\n- slug: a\n  bodies: [{slug: b, name: B}]\n  contents: {title: T%s}\n%s"


@pytest.mark.parametrize(
    "hostile",
    [
        "",
        "- 1",
        "copybook_collections: 2\ncollections: []",
        "!!python/object/apply:os.system ['true']",
        "a: &a [1]\nb: *a",
        "copybook_collections: 1\ncollections: " + "[" * 5000,
        "\x00",
        b"\xff\xfe\xfa",
        ONE % ("", "  state: published\n"),
        ONE % ("", "  state: gone\n"),
        ONE % ("", "  old_slugs: ['../../etc']\n"),
        ONE % ("", "  created: yesterday\n"),
        ONE % ("", "  nobody_knows: 1\n"),
        ONE % ("", "  slug2: {}\n"),
        ONE % (", sections: [{items: [{slug: x}, {slug: x}]}]", ""),
        ONE % (", sections: [{items: [{slug: x, start_here: 'yes'}]}]", ""),
        ONE % (", sections: [{items: [{slug: '<script>'}]}]", ""),
        ONE % (", introduction: '" + "x" * 601 + "'", ""),
        ONE % (', introduction: "\\u202e\\0"', ""),
        ONE % (", introduction: 5", ""),
        ONE.replace("name: B", "name: B, website: 'javascript:alert(1)'") % ("", ""),
    ],
)
def test_a_hostile_file_is_refused_in_words(hostile: str | bytes) -> None:
    with pytest.raises(NotABundle) as refused:
        read(hostile)
    assert len(str(refused.value)) > 10


def test_the_smallest_file_is_read() -> None:
    [it] = read(ONE % ("", ""))
    assert (it.slug, it.contents.title, it.bodies[0].name, it.state) == ("a", "T", "B", "draft")


def test_the_demonstration_is_whole_and_comes_once(tables: Flask) -> None:
    held = read((Path(bundle.__file__).with_name("demo.yaml")).read_bytes())
    assert len(held) == 3
    assert {body.name for it in held for body in it.bodies} == {"The Copybook project"}
    assert all(item.comment for it in held for item in it.contents.items)
    assert all(sum(item.start_here for item in it.contents.items) == 1 for it in held)
    runner = tables.test_cli_runner()
    assert "make demo" in runner.invoke(args=["demo", "--offer"]).output
    assert "3 collections added" in runner.invoke(args=["demo"]).output
    assert runner.invoke(args=["demo", "--offer"]).output == ""
    assert runner.invoke(args=["demo"]).exit_code == 1
