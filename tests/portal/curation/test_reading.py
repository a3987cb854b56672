"""What readers see of collections, follow, take away and show elsewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Query
from portal.curation import covers, offers, store
from portal.curation.contents import Contents, Item, Section, Tail
from portal.extensions import db
from portal.typed import visible
from tests.memory_index import MemoryIndex
from tests.portal.attacks import ATTACKS
from tests.portal.conftest import GetPage
from tests.portal.curators import ANOTHER, PRESENT, WITHDRAWN, body, collection, person

SASS = Path(covers.__file__).parents[1] / "assets" / "sass" / "_collections.scss"

EVERY_WAY = ("", "/embed", "/feed.atom", "/feed.json", "/collection.docx", "/collection.csv", "/collection.md", "/collection.json")


@pytest.fixture
def written(people: Flask) -> Flask:
    """`open-one` with sections, comments, one case study that was taken down, and a note."""
    with people.app_context():
        keep(
            Contents(
                "Open one",
                "For who begins.",
                "Why it is **here**.",
                "housing",
                (Section("First", (Item(ANOTHER, "They asked *first*.", True),)), Section("Then", (Item(WITHDRAWN), Item(PRESENT)))),
            ),
            "A new edition.",
        )
    return people


def keep(contents: Contents, note: str = "") -> None:
    found = store.collection_named(db.session(), "open-one")
    assert found
    store.save(db.session(), None, found, found.version, contents, "Wrote it")
    store.publish(db.session(), None, found, found.version, note)
    db.session.commit()


@pytest.mark.parametrize("way", [it for it in EVERY_WAY if it != "/collection.docx"])
def test_what_a_search_adds_is_read_and_taken_away_like_the_rest(people: Flask, client: FlaskClient, index: MemoryIndex, way: str) -> None:
    [added, *_] = [hit.case_study for hit in index.search(Query("")).hits if hit.case_study.slug not in (PRESENT, ANOTHER)]
    with people.app_context():
        keep(Contents("Open one", sections=(Section("First", (Item(ANOTHER),)),), tail=Tail("q=", (PRESENT,))))
    answer = client.get(f"/collections/open-one{way}")
    assert answer.status_code == 200
    assert added.slug in answer.text
    assert PRESENT not in answer.text, "what is hidden is told"


def test_what_it_covers_counts_what_a_search_adds(people: Flask, get_page: GetPage, index: MemoryIndex) -> None:
    with people.app_context():
        keep(Contents("Open one", tail=Tail("q=damp")))
    evidence = get_page("/collections/open-one").all("table", class_="app-covers__picture")[-1]
    assert sum(int(row.findall("td")[1].text) for row in evidence.iter("tr")) == index.search(Query("damp")).total


def test_the_list_counts_what_a_search_adds(people: Flask, get_page: GetPage, index: MemoryIndex) -> None:
    with people.app_context():
        keep(Contents("Open one", tail=Tail("q=damp")))
    assert f"{index.search(Query('damp')).total} case stud" in get_page("/collections").main


def test_the_list_names_body_number_and_review(people: Flask, get_page: GetPage) -> None:
    page = get_page("/collections")
    assert "By Anytown Region. 2 case studies. Last reviewed" in page.main
    assert "Elsewhere" not in page.main
    with people.app_context():
        made = collection(db.session(), body(db.session(), "elsewhere-region"), "Theirs", person(db.session(), "owner of another body"))
        store.publish(db.session(), None, made, 1, "")
        db.session.commit()
    theirs = get_page("/collections?body=elsewhere-region")
    assert theirs.h1 == "Collections by Elsewhere Region"
    assert "Open one" not in theirs.main
    get_page("/collections?body=nowhere", 404)


@pytest.mark.usefixtures("tables")
def test_an_empty_list_says_what_to_do(get_page: GetPage) -> None:
    page = get_page("/collections")
    assert "No collection has been published yet." in page.main
    assert "/sign-in" in page.links.values()


@pytest.mark.usefixtures("written")
def test_a_collection_says_why_by_whom_and_in_which_order(get_page: GetPage) -> None:
    page = get_page("/collections/open-one")
    said = page.main
    for earlier, later in (("Put together by Anytown Region", "For who begins."), ("Why it is here", "First"), ("Start here", "1. Camden")):
        assert said.index(earlier) < said.index(later)
    assert said.index("They asked first.") < said.index("Camden", said.index("They asked")), "the comment comes before the summary"
    assert "2. Lincoln" in said
    assert "Open Government Licence v3.0" in said
    assert "A new edition." in said
    pictures = {table.find("caption").find("span").text: table for table in page.all("table", class_="app-covers__picture")}
    assert list(pictures) == ["Themes", "Councils", "Evidence"]
    for table in pictures.values():
        rows = list(table.iter("tr"))
        assert rows
        assert all(row.find("th") is not None and row.findall("td")[1].text.isdigit() for row in rows)
    assert sum(int(row.findall("td")[1].text) for row in pictures["Evidence"].iter("tr")) == 2


@pytest.mark.parametrize("way", EVERY_WAY)
def test_an_old_address_leads_to_the_same_page_of_the_new(written: Flask, client: FlaskClient, way: str) -> None:
    with written.app_context():
        found = store.collection_named(db.session(), "open-one")
        assert found
        store.rename(db.session(), None, found, "another-name")
        db.session.commit()
    answer = client.get(f"/collections/open-one{way}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/collections/another-name{way}")


# --- covers


def contrast_with_white(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (it / 12.92 if it <= 0.04045 else ((it + 0.055) / 1.055) ** 2.4 for it in shares)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def test_white_words_stand_out_on_every_cover() -> None:
    assert min(map(contrast_with_white, covers.COLOURS)) >= 7
    listed = re.search(r"^\$covers: (.*);$", SASS.read_text("utf-8"), re.MULTILINE)
    assert listed
    assert tuple(listed[1].split(", ")) == covers.COLOURS


def test_themes_share_a_colour_only_where_there_are_more_of_them_than_colours() -> None:
    themes = [f"theme-{number}" for number in range(25)]
    found = [covers.cover(theme, themes) for theme in themes]
    assert set(found[:9]) == set(range(1, len(covers.COLOURS)))
    assert max(found.count(each) for each in found) == 3
    assert [covers.cover(theme, [*themes, "newest"]) for theme in themes] == found
    assert (covers.cover("", themes), covers.cover("gone", themes)) == (0, 0)


# --- feeds


@pytest.mark.usefixtures("written")
def test_both_feeds_have_what_was_added_and_what_is_new(client: FlaskClient) -> None:
    atom = ElementTree.fromstring(client.get("/collections/open-one/feed.atom").data)
    titles = [it.text for it in atom.iter("{http://www.w3.org/2005/Atom}title")]
    feed = json.loads(client.get("/collections/open-one/feed.json").data)
    assert [it["title"] for it in feed["items"]] == titles[1:]
    assert "New edition of “Open one”" in titles
    assert any(it["content_text"].startswith("They asked first. ") for it in feed["items"])
    assert feed["items"][0]["authors"] == [{"name": "Anytown Region"}]


def test_publishing_again_tells_a_follower_only_of_what_is_new(written: Flask, client: FlaskClient) -> None:
    def entries() -> dict[str, str]:
        return {it["id"]: it["date_published"] for it in json.loads(client.get("/collections/open-one/feed.json").data)["items"]}

    before = entries()
    with written.app_context():
        keep(Contents("Open one", sections=(Section("", (Item(PRESENT), Item("wigan-tablet-lending"))),)))
    after = entries()
    assert [before[name] for name in after if name in before] == [after[name] for name in after if name in before]
    assert len(after.keys() - before.keys()) == 1


@pytest.mark.parametrize("form", ["atom", "json"])
def test_the_feed_of_all_tells_of_each_edition_under_one_id(written: Flask, client: FlaskClient, form: str) -> None:
    def items() -> list[tuple[str, str, str]]:
        told = client.get(f"/collections/feed.{form}")
        assert told.status_code == 200
        if form == "json":
            return [(it["id"], it["title"], it["content_text"]) for it in told.get_json()["items"]]
        tags = [f"{{http://www.w3.org/2005/Atom}}{name}" for name in ("id", "title", "summary")]
        entries = ElementTree.fromstring(told.data).iter("{http://www.w3.org/2005/Atom}entry")
        return [(entry.findtext(tags[0], ""), entry.findtext(tags[1], ""), entry.findtext(tags[2], "")) for entry in entries]

    [(name, title, summary)] = items()
    assert (title, summary) == ("Open one", "For who begins. What is new: A new edition.")
    with written.app_context():
        found = store.collection_named(db.session(), "open-one")
        assert found
        store.rename(db.session(), None, found, "another-name")
        db.session.commit()
    assert [each[0] for each in items()] == [name]
    assert f"/collections/feed.{form}" in client.get("/collections").text
    assert client.get(f"/collections/feed.{form}?body=anytown-region").status_code == 200
    assert client.get(f"/collections/feed.{form}?body=elsewhere-region").status_code == 404


# --- elsewhere


@pytest.mark.usefixtures("written")
def test_the_page_for_a_frame_may_be_framed_and_nothing_else(people: Flask, client: FlaskClient) -> None:
    answer = client.get("/collections/open-one/embed")
    policy = set(answer.headers["Content-Security-Policy"].split("; "))
    assert {"default-src 'none'", "frame-ancestors *", "form-action 'none'", "base-uri 'none'"} <= policy
    assert "X-Frame-Options" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    page = answer.get_data(as_text=True)
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    assert not list(tree.iter("script"))
    assert not list(tree.iter("form"))
    assert [it.get("target") for it in tree.iter("base")] == ["_parent"]
    assert all(it.get("rel") for it in tree.iter("a"))
    assert "A collection from <a" in page
    others = [rule.rule for rule in people.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.rule.endswith("/embed")]
    for rule in others:
        path = re.sub(r"<[^>]*kind>", "json", rule).replace("<slug>", "open-one")
        framed = client.get(re.sub(r"<[^>]+>", "1", path))
        assert "frame-ancestors 'none'" in framed.headers["Content-Security-Policy"], path


@pytest.mark.usefixtures("written")
def test_oembed_gives_the_frame_within_bounds(client: FlaskClient) -> None:
    page = client.get("/collections/open-one").get_data(as_text=True)
    found = re.search(r'type="application/json\+oembed"[^>]*href="http://localhost([^"]+)"', page)
    assert found
    told = client.get(found[1].replace("&amp;", "&")).get_json()
    assert (told["version"], told["type"], told["title"], told["width"], told["height"]) == ("1.0", "rich", "Open one", 640, 600)
    assert 'src="http://localhost/collections/open-one/embed"' in told["html"]
    small = client.get(found[1] + "&maxwidth=200&maxheight=100").get_json()
    assert (small["width"], small["height"]) == (200, 100)
    for odd in ("maxwidth=0", "maxwidth=-5", "maxwidth=x", "maxwidth=99999999999999999999", "maxheight=²"):
        assert 1 <= client.get(f"{found[1]}&{odd}").get_json()["width"] <= 640


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    "address",
    [
        "", "http://", "http://[", "http://evil.example/collections/open-one", "ftp://localhost/collections/open-one", "http://localhost/curate",
        "http://localhost/collections/nowhere", "http://localhost/collections/%00", "javascript:alert(1)", "http://localhost@evil.example/collections/open-one",
    ],
)  # fmt: skip
def test_oembed_knows_no_other_address(client: FlaskClient, address: str) -> None:
    assert client.get("/collections/oembed.json", query_string={"url": address}).status_code == 404


def test_oembed_has_no_other_format(people: Flask, client: FlaskClient) -> None:
    assert client.get("/collections/oembed.json?format=xml&url=http://localhost/collections/open-one").status_code == 501


# --- nothing runs, on no way out

SOME = [
    *ATTACKS[::6],
    '"><script>alert(1)</script>',
    "\r\nSet-Cookie: x=1",
    '";filename=evil.exe',
    "=cmd|' /C calc'!A0",
    "<!--offer-->",
    "]]>",
]


@pytest.mark.parametrize("attack", SOME)
def test_an_attack_is_words_wherever_it_goes(people: Flask, client: FlaskClient, get_page: GetPage, attack: str) -> None:
    attack = visible(attack)  # as every form has it, and every file that is brought in
    with people.app_context():
        body(db.session(), "anytown-region").name = attack[:200]
        items = (Item(PRESENT, attack, True),)
        keep(Contents(attack, attack, attack, "housing", (Section(attack, items),), phrases=(attack, "damp")), attack)
    get_page("/collections")
    get_page("/collections/open-one")
    get_page("/search?q=damp")
    get_page(f"/case-studies/{PRESENT}")
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(
        client.get("/collections/open-one/embed").get_data(as_text=True)
    )
    for each in (it for it in tree.iter() if isinstance(it.tag, str)):
        assert each.tag not in ("script", "iframe", "form", "img", "object", "style")
        assert not [name for name in each.attrib if str(name).startswith("on")]
        assert each.get("href", "/").startswith(("/", "http", "mailto:"))
    ElementTree.fromstring(client.get("/collections/open-one/feed.atom").data)
    json.loads(client.get("/collections/open-one/feed.json").data)
    told = client.get("/collections/oembed.json?url=http://localhost/collections/open-one").get_json()["html"]
    [frame] = list(html5lib.parseFragment(told, namespaceHTMLElements=False))
    assert frame.tag == "iframe"
    assert set(frame.attrib) == {"src", "title", "width", "height", "loading"}
    for kind in ("docx", "csv", "md", "json"):
        answer = client.get(f"/collections/open-one/collection.{kind}")
        assert re.fullmatch(rf'attachment; filename="copybook-open-one-\d{{4}}-\d\d-\d\d\.{kind}"', answer.headers["Content-Disposition"])
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_case_study_that_a_search_adds_names_the_collection(
    people: Flask, get_page: GetPage, index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offers, "LOOK_EVERY", 0.0)
    added = next(hit.case_study.slug for hit in index.search(Query("")).hits if hit.case_study.slug not in (PRESENT, ANOTHER))
    assert "Open one" not in get_page(f"/case-studies/{added}").main
    with people.app_context():
        keep(Contents("Open one", tail=Tail("q=")))
    assert "Open one" in get_page(f"/case-studies/{added}").main
