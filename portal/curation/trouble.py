"""What somebody should see to in a collection: what readers miss, what is late, what nobody answers. For curators and for a command."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from indexer import Index
from portal.curation import shown
from portal.curation.contents import Contents
from portal.curation.models import Collection
from portal.extensions import now
from portal.templating import day

#: A body that was asked to curate should have answered by then.
ANSWER_WITHIN = timedelta(days=30)


def all_of(collection: Collection, contents: Contents, index: Index) -> Iterator[tuple[str, str]]:
    """What is amiss: what it is about, and a sentence."""
    yield from in_contents(contents, index)
    yield from _in_keeping(collection, now().date())


def in_contents(contents: Contents, index: Index) -> Iterator[tuple[str, str]]:
    """What readers miss of what it holds."""
    for section in shown.for_curators(contents, index):
        if section.title and not section.items:
            yield section.title, "This section is empty. Readers do not see it."
        for it in section.items:
            if it.trouble:
                yield it.item.slug, it.trouble
            elif it.renamed_from:
                yield it.item.slug, f"This case study was renamed to {it.case_study.slug if it.case_study else ''}. Readers see it."
    tail = shown.tail(contents, index)
    if tail is None:
        if not contents.items:
            yield "contents", "It holds no case studies."
        return
    if not tail.case_studies:
        yield "search", "The search whose answers come after the case studies finds nothing more."
    if tail.more:
        yield "search", f"The search finds {tail.number:,}. Readers see the first {shown.MOST_IN_TAIL}, and a link to all."
    yield from ((slug, "This is hidden, and there is no case study of this name any more.") for slug, it in tail.hidden if it is None)


def _in_keeping(collection: Collection, today: date) -> Iterator[tuple[str, str]]:
    if collection.is_overdue and collection.review_by:
        yield "review", f"Somebody should have looked at it again by {day(collection.review_by)}."
    for it in collection.curators:
        if it.joined is None and it.asked.date() + ANSWER_WITHIN < today:
            yield it.body.slug, f"{it.body.name} was asked on {day(it.asked)} to curate it too, and has not answered."
    people = [member for body in collection.bodies for member in body.memberships]
    if not any(it.role in ("owner", "editor") and not it.account.disabled for it in people):
        body = next((body.slug for body in collection.bodies), "BODY")
        yield "curators", f"Nobody who may change it can sign in. Add somebody: flask accounts add ADDRESS --body {body} --role editor"
