"""A collection's name in addresses. Those it had before lead to it for ever."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.accounts import permissions, signing
from portal.curation import saving, store
from portal.curation.blueprint import CHANGING, blueprint, opened
from portal.curation.forms import AddressForm, faults
from portal.curation.models import Collection
from portal.database import committed
from portal.extensions import db


@blueprint.get("/collections/<slug>/address")
def address(slug: str) -> str:
    """The form for another address."""
    found = opened(slug, permissions.may_edit)
    return _page(found, AddressForm(data={"slug": found.slug}))


@blueprint.post("/collections/<slug>/address")
@CHANGING
def rename(slug: str) -> Response | tuple[str, int]:
    """Give it another address."""
    found, form = opened(slug, permissions.may_edit), AddressForm(request.form)
    if not form.validate():
        return _page(found, form), 422
    wanted, was = store.slug_of(form.slug.data or ""), request.form.get("was", "")
    try:
        if wanted != found.slug:
            committed(db.session(), lambda: store.rename(db.session(), signing.required(), found, wanted, was))
    except store.Taken:
        form.slug.errors = ["Another collection has this address, or had it. Choose another."]
        return _page(found, form), 422
    except store.Stale:
        db.session.rollback()
        return saving.conflict_of(found, "Changed the address", saving.Side("slug", "Address", wanted, found.slug, wanted), found.slug)
    return redirect(url_for("curation.workbench", slug=found.slug), 303)


def _page(found: Collection, form: AddressForm) -> str:
    was = request.form.get("was", found.slug)
    return render_template("curation/address.html", collection=found, form=form, was=was, errors=faults(form))
