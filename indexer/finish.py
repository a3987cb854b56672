"""From a draft to a case study or an adoption: every value read as its kind, every group made its class.

A draft without faults is finished whole. One that still has some can be sketched: what cannot be read is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from indexer.casestudy import Adoption, Asset, CaseStudy, Contact, Cost, Outcome, Procurement, Source
from indexer.draft import Draft, fitting
from indexer.fields import Field
from indexer.kinds import read_value
from indexer.values import Group, Scalar

_CLASSES: Mapping[str, Any] = {
    "contact": Contact,
    "procurement": Procurement,
    "costs": Cost,
    "outcomes": Outcome,
    "assets": Asset,
    "sources": Source,
}


def finish_case_study(draft: Draft) -> CaseStudy:
    """The case study in a draft that broke no rule."""
    return CaseStudy(slug=draft.slug, path=draft.path, text=draft.front.text or "", **_values(draft.fields, draft.front.values))


def finish_adoption(draft: Draft) -> Adoption:
    """The adoption in a draft that broke no rule."""
    return Adoption(slug=draft.slug, path=draft.path, council=draft.folder, **_values(draft.fields, draft.front.values))


#: What a sketch holds where its author has not got that far.
_BLANK: Mapping[str, Any] = {
    "title": "No title yet",
    "summary": "",
    "themes": (),
    "status": "unknown",
    "provenance": "council",
    "licence": "OGL-UK-3.0",
}

#: How far ahead the next check is put, where its author named no day.
A_YEAR = timedelta(days=365)


def sketch_case_study(draft: Draft) -> CaseStudy:
    """The case study as far as it can be read, to look at and never to publish."""
    days = {"published": draft.today, "review_by": draft.today + A_YEAR}
    found = {**_BLANK, **days, **_values(draft.fields, draft.front.values, lenient=True)}
    return CaseStudy(slug=draft.slug, path=draft.path, text=draft.front.text or "", **found)


def _values(fields: tuple[Field, ...], group: Group | None, lenient: bool = False) -> dict[str, Any]:
    """Each field that was given, by name. Those left out or left empty keep their defaults."""
    found: dict[str, Any] = {}
    for each in fields:
        given = fitting(each, group.values.get(each.name) if group else None)
        values = tuple(_value(each, value, lenient) for value in given if not lenient or _reads(each, value))
        if values:
            found[each.name] = values if each.many else values[0]
    return found


def _value(each: Field, value: Scalar | Group, lenient: bool) -> Any:
    if isinstance(value, Group):
        return _CLASSES[each.name](**_values(each.parts, value, lenient))
    return read_value(each.kind, value)


def _reads(each: Field, value: Scalar | Group) -> bool:
    """Whether something can be made of a value: one of the choices, of the right kind, with all the parts it needs."""
    if isinstance(value, Group):
        return all(any(_reads(part, it) for it in fitting(part, value.values.get(part.name))) for part in each.parts if part.needed)
    try:
        read_value(each.kind, value)
    except ValueError:
        return False
    return not each.choices or value.text in each.choices
