"""A published collection as it is taken away, put together from what SQL and the index hold of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from indexer import CaseStudy, Index, evidence
from portal import casestudies
from portal.curation.models import Collection, CollectionVersion
from portal.curation.shown import ShownItem, ShownSection, everything
from portal.exports import Handout, HandoutItem, HandoutSection
from portal.templating import evidence_name, years


def section_title(section: ShownSection, first: bool) -> str:
    """What a section is headed, on the page and in every file: one without a title of its own is the case studies, or more of them."""
    return section.title or ("The case studies" if first else "More case studies")


def handout(collection: Collection, version: CollectionVersion, site: str, today: date) -> Handout:
    """What its page says of how it may be used, with addresses on `site`: the collection without its case studies."""
    contents, published = version.contents, version.published or version.made
    return Handout(
        slug=collection.slug,
        title=contents.title,
        introduction=contents.introduction,
        text=contents.text,
        address=f"{site}/collections/{collection.slug}",
        bodies=tuple(body.name for body in collection.bodies),
        published=published.date(),
        reviewed=collection.reviewed or published.date(),
        note=version.note,
        taken=today,
        sections=(),
    )


def whole_handout(collection: Collection, version: CollectionVersion, index: Index, site: str, today: date) -> Handout:
    """The collection as its files have it, with all that readers find in it."""
    sections = everything(version.contents, index)
    held = tuple(HandoutSection(section_title(it, place == 0), tuple(_items(it, index, site))) for place, it in enumerate(sections))
    more = "".join(f"A search adds {it.beyond:,} more. All that it finds is at {site}{it.address}" for it in sections if it.beyond)
    return replace(handout(collection, version, site, today), sections=held, more=more)


def _items(section: ShownSection, index: Index, site: str) -> list[HandoutItem]:
    return [_item(it, it.case_study, index, site) for it in section.items if it.case_study]


def _item(shown: ShownItem, it: CaseStudy, index: Index, site: str) -> HandoutItem:
    lists, address = index.vocabulary, f"{site}/case-studies/{it.slug}"
    return HandoutItem(
        number=shown.number,
        slug=it.slug,
        title=it.title,
        address=address,
        comment=shown.item.comment,
        start_here=shown.item.start_here,
        summary=it.summary,
        councils=tuple(casestudies.body_names(it, lists)),
        status=it.status.capitalize(),
        evidence=evidence_name(evidence(it, index.adoptions).grade),
        themes=tuple(theme.name for theme in casestudies.named(it.themes, lists.themes)),
        years=years(it),
        licence=casestudies.LICENCES.get(it.licence, (it.licence, "")),
        citation=casestudies.citation(it, lists, address),
    )
