"""One way to change a collection, and what happens when two people do: nobody's words are lost, and the later one chooses.

Each form carries the version that it was filled in over. Where that is no longer the newest, nothing is changed: a page (409) shows
what others did, what was typed and what is there now, and sends the same form again over the newest version if that is wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Form

from portal.accounts import signing
from portal.curation import store
from portal.curation.blueprint import sent_but, words_typed
from portal.curation.contents import CannotChange, Change, Contents
from portal.curation.models import Collection
from portal.extensions import db


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that was filled in, and how to read the same values from contents."""

    form: Form
    values: Callable[[Contents], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Side:
    """One field of a form as two people left it. `sent` is what goes in if the later one goes on."""

    name: str
    label: str
    mine: str
    now: str
    sent: str


def seen_version() -> int:
    """The version that the form was filled in over; 0 if it does not say."""
    number = request.form.get("version", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0


def changed(
    collection: Collection,
    change: Change,
    what: str,
    typed: Typed | None = None,
    anchor: str | None = None,
    back: str = "curation.workbench",
) -> Response:
    """Make a change, keep it as the next version, and lead back; or to the choice, if somebody was quicker."""
    session, seen = db.session(), seen_version()
    before = store.newest(session, collection).contents
    try:
        after = change(before)
        if seen != collection.version:
            raise store.Stale
        if after != before:
            store.save(session, signing.required(), collection, seen, after, what)
    except CannotChange as why:
        return cannot(collection, str(why))
    except store.Stale:
        return conflict(collection, what, typed)
    session.commit()
    return redirect(url_for(back, slug=collection.slug, _anchor=anchor), 303)


def cannot(collection: Collection, why: str, put_back: bool = False) -> Response:
    """The page that says why it could not be done, with what was typed, so that it is not lost."""
    db.session.rollback()
    page = render_template("curation/cannot.html", collection=collection, why=why, words=words_typed(), sent=sent_but(), put_back=put_back)
    return make_response(page, 409)


def conflict_of(collection: Collection, what: str, side: Side, was: str) -> Response:
    """The same choice for what is kept beside the versions. The form says in a field named `was` what it was filled in over."""
    db.session.rollback()
    db.session.refresh(collection)
    rest = [*sent_but(side.name, "was"), ("was", was)]
    page = render_template("curation/conflict.html", collection=collection, what=what, since=(), sides=[side], rest=rest)
    return make_response(page, 409)


def conflict(collection: Collection, what: str, typed: Typed | None = None) -> Response:
    """The page that shows both, and offers the choice."""
    session, seen = db.session(), seen_version()
    session.rollback()
    session.refresh(collection)
    since = store.versions_since(session, collection, seen)
    base = store.version(session, collection, seen)
    now = store.newest(session, collection).contents
    sides = _sides(typed, base.contents if base else now, now) if typed else []
    rest = sent_but(*(side.name for side in sides))
    page = render_template("curation/conflict.html", collection=collection, what=what, since=since, sides=sides, rest=rest)
    return make_response(page, 409)


def _sides(typed: Typed, base: Contents, now: Contents) -> list[Side]:
    """Each field as it was typed and as it is. A field that was left as it had been goes with the others' change."""
    was, there = typed.values(base), typed.values(now)
    sides = []
    for field in typed.form:
        name = field.name
        mine = str(field.data or "") if not isinstance(field.data, bool) else "y" * field.data
        sides.append(Side(name, field.label.text, mine, there[name], there[name] if mine == was[name] else mine))
    return sides
