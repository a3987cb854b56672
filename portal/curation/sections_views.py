"""Sections of a collection: begin one, call it something else, move it, remove it."""

from __future__ import annotations

import secrets

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.curation import arranging, saving, store
from portal.curation.blueprint import CHANGING, blueprint, opened
from portal.curation.contents import Contents, Section
from portal.curation.forms import SectionForm, faults
from portal.curation.models import Collection
from portal.extensions import db


@blueprint.get("/collections/<slug>/sections")
def new_section(slug: str) -> str:
    """The form for another section."""
    found = opened(slug, permissions.may_edit)
    return render_template("curation/section.html", collection=found, version=found.version, form=SectionForm(), section=None)


@blueprint.post("/collections/<slug>/sections")
@CHANGING
def add_section(slug: str) -> Response | tuple[str, int]:
    """Begin a section after the others."""
    found, form = opened(slug, permissions.may_edit), SectionForm(request.form)
    if not form.validate() or not form.title.data:
        form.title.errors = form.title.errors or ["Give it a title."]
        page = {"collection": found, "version": saving.seen_version(), "form": form, "section": None, "errors": faults(form)}
        return render_template("curation/section.html", **page), 422
    key = f"s{secrets.token_hex(4)}"
    typed = saving.Typed(form, lambda _: {"title": ""})
    change = arranging.add_section(key, form.title.data)
    return saving.changed(found, change, f"Began the section “{form.title.data}”", typed, anchor=f"section-{key}")


@blueprint.get("/collections/<slug>/sections/<key>")
def section(slug: str, key: str) -> str:
    """The form for a section's title, and what else can be done with it."""
    found = opened(slug, permissions.may_edit)
    held = store.newest(db.session(), found).contents
    it = _section(held, key) or abort(404)
    return _section_page(found, held, key, SectionForm(data={"title": it.title}))


@blueprint.post("/collections/<slug>/sections/<key>")
@CHANGING
def rename_section(slug: str, key: str) -> Response | tuple[str, int]:
    """Call a section something else."""
    found, form = opened(slug, permissions.may_edit), SectionForm(request.form)
    if not form.validate():
        return _section_page(found, store.newest(db.session(), found).contents, key, form), 422
    title = form.title.data or ""
    typed = saving.Typed(form, lambda them: {"title": it.title if (it := _section(them, key)) else ""})
    what = f"Called a section “{title}”" if title else "Took out the first section’s title"
    return saving.changed(found, arranging.rename_section(key, title), what, typed, anchor=f"section-{key}")


@blueprint.post("/collections/<slug>/sections/<key>/move")
@CHANGING
def move_section(slug: str, key: str) -> Response:
    """Move a section up or down, with all that is in it."""
    found = opened(slug, permissions.may_edit)
    up = request.form.get("to") == "up"
    it = _section(store.newest(db.session(), found).contents, key)
    what = f"Moved the section “{it.title if it else key}” {'up' if up else 'down'}"
    return saving.changed(found, arranging.move_section(key, -1 if up else 1), what, anchor=f"section-{key}")


@blueprint.post("/collections/<slug>/sections/<key>/remove")
@CHANGING
def remove_section(slug: str, key: str) -> Response:
    """Remove a section. What is in it stays in the collection."""
    found = opened(slug, permissions.may_edit)
    it = _section(store.newest(db.session(), found).contents, key)
    return saving.changed(found, arranging.remove_section(key), f"Removed the section “{it.title if it else key}”")


def _section(held: Contents, key: str) -> Section | None:
    return next((it for at, it in enumerate(held.sections) if arranging.key_of(held.sections, at) == key), None)


def _section_page(found: Collection, held: Contents, key: str, form: SectionForm) -> str:
    keys = [arranging.key_of(held.sections, at) for at in range(len(held.sections))]
    return render_template(
        "curation/section.html",
        collection=found,
        version=saving.seen_version() or found.version,
        form=form,
        section=_section(held, key),
        key=key,
        place=keys.index(key) if key in keys else 0,
        most=len(keys) - 1,
        errors=faults(form),
    )
