"""A collection from its beginning to its readers, one change after another, and when two change it at once."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.curation import store
from portal.curation.contents import Contents, add
from portal.curation.models import Collection, CollectionVersion
from portal.extensions import db
from tests.portal.attacks import ATTACKS
from tests.portal.curation.conftest import As, found
from tests.portal.curators import ANOTHER, PRESENT, body, person
from tests.portal.page import Page, audit

BENCH = "/curate/collections/draft-one"
THIRD = "wigan-tablet-lending"


def page(app: Flask, answer: TestResponse) -> Page:
    """The page of an answer, audited."""
    with app.app_context():
        return audit(answer)


def slugs(app: Flask) -> list[str]:
    return [item.slug for item in found(app)[1].items]


def test_from_a_title_to_its_readers(people: Flask, as_: As, client: FlaskClient) -> None:
    editor = as_("editor")
    answer = editor.post("/curate/bodies/anytown-region/new", data={"title": "Warm homes: the <first>", "introduction": "For all."})
    bench = answer.headers["Location"]
    assert bench == "/curate/collections/warm-homes-the-first"
    for number, slug in enumerate((PRESENT, ANOTHER), 1):
        assert editor.post(f"{bench}/items", data={"version": number, "case-study": slug}).status_code == 303
    editor.post(f"{bench}/items/{ANOTHER}/move", data={"version": 3, "to": "up"})
    editor.post(f"{bench}/items/{ANOTHER}", data={"version": 4, "comment": "Read it **first**.", "start_here": "y"})
    assert client.get("/collections/warm-homes-the-first").status_code == 404
    answer = editor.post(f"{bench}/publish", data={"version": 5, "note": "First edition"})
    public = page(people, client.get(answer.headers["Location"]))
    assert public.h1 == "Warm homes: the <first>"
    assert [each.text for each in public.all("h3")] == ["1. ", "2. "]
    assert public.main.index("Read it first.") < public.main.index("Small sensors")
    assert "Start here" in public.main
    assert "First edition" in public.main
    assert "Warm homes" in page(people, client.get("/collections")).main


def test_readers_see_what_was_published_until_it_is_published_again(people: Flask, as_: As, client: FlaskClient) -> None:
    editor = as_("editor")
    editor.post("/curate/collections/open-one/description", data={"version": 1, "title": "Changed"})
    assert page(people, client.get("/collections/open-one")).h1 == "Open one"
    assert "Changed since published" in page(people, editor.get("/curate/collections/open-one")).main
    assert page(people, editor.get("/curate/collections/open-one/preview")).h1 == "Changed"
    editor.post("/curate/collections/open-one/publish", data={"version": 2})
    assert page(people, client.get("/collections/open-one")).h1 == "Changed"


def test_every_change_is_a_version_and_in_the_log(people: Flask, as_: As) -> None:
    editor = as_("editor")
    editor.post(f"{BENCH}/items/{PRESENT}/take-out", data={"version": 1})
    editor.post(f"{BENCH}/publish", data={"version": 2})
    editor.post(f"{BENCH}/archive", data={"version": 2})
    editor.post(f"{BENCH}/bring-back", data={"version": 2})
    history = page(people, as_("reviewer").get(f"{BENCH}/history")).main
    for words in ("Began “Draft one”", "Took out “Lincoln", "Published version 2", "archived", "Changed it to: published"):
        assert words in history
    with people.app_context():
        draft = store.collection_named(db.session(), "draft-one")
        assert draft
        versions = store.versions_since(db.session(), draft, 0)
        assert [(it.number, len(it.contents.items)) for it in versions] == [(1, 2), (2, 1)]
        assert [it.made_by.name for it in versions if it.made_by] == ["The owner", "The editor"]


def test_what_changes_nothing_is_no_version(people: Flask, as_: As) -> None:
    as_("editor").post(f"{BENCH}/items/{PRESENT}/move", data={"version": 1, "to": "up"})
    assert found(people)[0].version == 1


STALE: dict[str, dict[str, Any]] = {
    "/description": {"title": "Mine"},
    "/items": {"case-study": THIRD},
    f"/items/{PRESENT}": {"comment": "Mine"},
    f"/items/{PRESENT}/move": {"to": "down"},
    f"/items/{PRESENT}/take-out": {},
    "/sections": {"title": "Mine"},
    "/sections/1": {"title": "Mine"},
    "/search": {"search": "/search?q=mine"},
    "/versions/1/bring-back": {},
    "/review": {},
    "/publish": {"note": "Mine"},
    "/archive": {},
}


@pytest.mark.parametrize(("path", "form"), STALE.items(), ids=STALE)
@pytest.mark.parametrize("version", ["1", "", "x", "-1", "99", "9" * 400])
def test_an_old_form_changes_nothing_and_offers_the_choice(people: Flask, as_: As, path: str, form: dict[str, Any], version: str) -> None:
    as_("owner").post(f"{BENCH}/items/{ANOTHER}", data={"version": 1, "comment": "Theirs"})
    editor = as_("editor")
    answer = editor.post(f"{BENCH}{path}", data=form | {"version": version})
    assert answer.status_code == 409
    shown = page(people, answer)
    if version == "1":
        assert "The owner" in shown.main
    collection, held = found(people)
    assert (collection.version, collection.state, held.title) == (2, "draft", "Draft one")
    [again] = [each for each in shown.all("form") if each.get("method") == "post"]
    fields = {each.get("name"): each.get("value") for each in again.iter("input")}
    assert fields["version"] == "2"
    assert editor.post(again.get("action"), data=fields).status_code == 303
    collection, held = found(people)
    assert collection.version == 3 or collection.published_version == 2 or collection.state in ("archived", "in review")
    if not path.endswith(("take-out", "bring-back")):
        assert held.items[-1].comment == "Theirs" or any(item.comment == "Theirs" for item in held.items)


def test_both_texts_are_shown_and_a_field_left_alone_keeps_the_others_change(people: Flask, as_: As) -> None:
    as_("owner").post(f"{BENCH}/description", data={"version": 1, "title": "Theirs", "introduction": "For those who begin."})
    editor = as_("editor")
    answer = editor.post(f"{BENCH}/description", data={"version": 1, "title": "Draft one", "introduction": "Mine <b>bold</b>."})
    shown = page(people, answer)
    assert "Mine <b>bold</b>." in shown.main
    assert "For those who begin." in shown.main
    fields = {each.get("name"): each.get("value") for each in shown.all("input", type="hidden")}
    editor.post(f"{BENCH}/description", data=fields)
    held = found(people)[1]
    assert (held.title, held.introduction) == ("Theirs", "Mine <b>bold</b>.")


def test_of_two_who_save_the_same_version_one_is_stale(people: Flask) -> None:
    with people.app_context():
        session, other = db.session(), db.session.session_factory()
        mine, theirs = (store.collection_named(each, "draft-one") for each in (session, other))
        assert mine
        assert theirs
        store.save(other, None, theirs, 1, Contents("Theirs"), "Theirs")
        other.commit()
        with pytest.raises(store.Stale):
            store.save(session, None, mine, 1, Contents("Mine"), "Mine")
        other.close()


def test_what_is_too_long_is_kept_on_the_page_until_it_is_shortened(people: Flask, as_: As) -> None:
    answer = as_("editor").post(f"{BENCH}/items/{PRESENT}", data={"version": 1, "comment": "long " * 200})
    assert answer.status_code == 422
    shown = page(people, answer)
    assert shown.title.startswith("Error: ")
    assert "Shorten this to 600 characters" in shown.main
    assert "long long long" in shown.main


def test_a_collection_needs_a_title(people: Flask, as_: As) -> None:
    answer = as_("editor").post("/curate/bodies/anytown-region/new", data={"title": "  "})
    assert answer.status_code == 422
    assert "Give it a title." in page(people, answer).main


def test_the_same_title_twice_has_another_address(people: Flask, as_: As) -> None:
    answer = as_("editor").post("/curate/bodies/anytown-region/new", data={"title": "Draft one"})
    assert answer.headers["Location"].endswith("/draft-one-2")


def test_an_old_address_leads_to_the_new_one_and_is_given_to_nobody_else(people: Flask, as_: As, client: FlaskClient) -> None:
    with people.app_context():
        session = db.session()
        opened = store.collection_named(session, "open-one")
        assert opened
        store.rename(session, person(session, "owner"), opened, "new-name")
        session.commit()
        with pytest.raises(store.Taken):
            store.rename(session, None, opened, "draft-one")
        session.rollback()
    answer = client.get("/collections/open-one")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/collections/new-name")
    assert as_("editor").post("/curate/bodies/anytown-region/new", data={"title": "Open one"}).headers["Location"].endswith("/open-one-2")


def test_the_case_study_offers_to_add_it_to_curators_alone(people: Flask, as_: As, client: FlaskClient) -> None:
    offered = {name: "Add to a collection" in as_(name).get(f"/case-studies/{THIRD}").text for name in ("reviewer", "stranger", "editor")}
    assert offered == {"reviewer": False, "stranger": False, "editor": True}
    assert "Add to a collection" not in client.get(f"/case-studies/{THIRD}").text


def test_several_are_added_at_once_and_those_there_stay(people: Flask, as_: As) -> None:
    editor = as_("editor")
    choice = page(people, editor.get("/curate/add", query_string={"case-study": [PRESENT, THIRD, "no-such", THIRD]}))
    assert [each.get("value") for each in choice.all("input", name="case-study")][:2] == [PRESENT, THIRD]
    editor.post(f"{BENCH}/items", data={"version": 1, "case-study": [PRESENT, THIRD, "no-such"]})
    assert slugs(people) == [PRESENT, ANOTHER, THIRD]
    assert editor.get("/curate/add?case-study=no-such").status_code == 404


def make(app: Flask, *named: str) -> None:
    """Publish a collection of these, as a version may hold them years later."""
    with app.app_context():
        session = db.session()
        held = Contents("Kept for years")
        made = store.new_collection(session, None, body(session, "anytown-region"), held)
        store.save(session, None, made, 1, add(named)(held), "Added")
        store.publish(session, None, made, 2, "")
        session.commit()


def test_what_was_taken_down_or_is_unknown_is_left_out_for_readers_and_shown_to_curators(
    people: Flask, as_: As, client: FlaskClient
) -> None:
    make(people, "dorset-parking-app", PRESENT, "never-was")
    public = page(people, client.get("/collections/kept-for-years"))
    assert [each.text for each in public.all("h3")] == ["1. "]
    assert "never-was" not in public.response.text
    bench = page(people, as_("reviewer").get("/curate/collections/kept-for-years")).main
    assert "was taken down" in bench
    assert "There is no case study of this name" in bench
    said = people.test_cli_runner().invoke(args=["collections", "check"]).output
    assert [line.split(": ")[1] for line in said.splitlines()] == ["dorset-parking-app", "never-was"]


def test_one_that_was_renamed_stays_and_is_not_added_again(people: Flask, as_: As, client: FlaskClient, index: Any) -> None:
    renamed = next(it for it in index.all() if it.previous_slugs)
    make(people, renamed.previous_slugs[0])
    public = page(people, client.get("/collections/kept-for-years"))
    assert public.links[renamed.title] == f"/case-studies/{renamed.slug}"
    bench = page(people, as_("editor").get("/curate/collections/kept-for-years"))
    assert f"It was renamed. You added it as {renamed.previous_slugs[0]}; readers see it under its new name." in bench.main
    answer = as_("editor").post("/curate/collections/kept-for-years/items", data={"version": 2, "case-study": renamed.slug})
    assert answer.status_code == 303
    assert found(people, "kept-for-years")[0].version == 2


def test_the_log_names_who_did_it_and_readers_are_not_told(people: Flask, as_: As, client: FlaskClient) -> None:
    assert "The owner" in page(people, as_("reviewer").get("/curate/bodies/anytown-region")).main
    assert "The owner" not in client.get("/collections/open-one").text


@pytest.mark.parametrize("attack", ATTACKS[:: max(1, len(ATTACKS) // 40)])
def test_nothing_that_a_curator_types_can_do_harm(people: Flask, as_: As, client: FlaskClient, attack: str) -> None:
    editor, form = as_("editor"), {"title": attack[:150] or "x", "introduction": attack[:600], "text": attack[:20_000]}
    editor.post(f"{BENCH}/description", data=form | {"version": 1})
    editor.post(f"{BENCH}/items/{PRESENT}", data={"version": found(people)[0].version, "comment": attack[:600]})
    page(people, editor.get(BENCH))
    editor.post(f"{BENCH}/publish", data={"version": found(people)[0].version, "note": attack[:500]})
    page(people, client.get("/collections/draft-one"))
    page(people, client.get("/collections"))
    page(people, editor.get(f"{BENCH}/history"))


def test_nothing_is_committed_when_it_is_stale(people: Flask, as_: As) -> None:
    as_("editor").post(f"{BENCH}/publish", data={"version": 9})
    with people.app_context():
        assert db.session.query(CollectionVersion).filter(CollectionVersion.published.is_not(None)).count() == 2
        assert {it.state for it in db.session.query(Collection)} == {"draft", "published", "archived"}
