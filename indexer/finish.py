"""From a draft without faults to a case study or an adoption: every value read as its kind, every group made its class."""

from __future__ import annotations

from collections.abc import Mapping
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


def _values(fields: tuple[Field, ...], group: Group | None) -> dict[str, Any]:
    """Each field that was given, by name. Those left out or left empty keep their defaults."""
    found: dict[str, Any] = {}
    for each in fields:
        values = tuple(_value(each, value) for value in fitting(each, group.values.get(each.name) if group else None))
        if values:
            found[each.name] = values if each.many else values[0]
    return found


def _value(each: Field, value: Scalar | Group) -> Any:
    if isinstance(value, Group):
        return _CLASSES[each.name](**_values(each.parts, value))
    return read_value(each.kind, value)
