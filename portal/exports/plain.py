"""A collection as Markdown, and as JSON in the shape that `tests/schemas/collection-1.json` describes."""

from __future__ import annotations

import json
from collections.abc import Iterator

from portal.exports.handout import LICENCE, Handout, HandoutItem
from portal.exports.markdown_text import from_html, link, words
from portal.markdown import render_comment, render_text

#: The shape's own version: raised when something that was there is no longer.
SHAPE = 1


def markdown(handout: Handout) -> str:
    """The collection as one Markdown text. Titles and names are words in it, never marks."""
    return "\n".join(_lines(handout))


def as_json(handout: Handout) -> bytes:
    """The collection as JSON: the same as the page, without what only a screen needs."""
    written = {
        "version": SHAPE,
        "title": handout.title,
        "introduction": handout.introduction,
        "text": handout.text,
        "address": handout.address,
        "curators": list(handout.bodies),
        "published": handout.published.isoformat(),
        "reviewed": handout.reviewed.isoformat(),
        "what_is_new": handout.note,
        "taken": handout.taken.isoformat(),
        "licence": {"name": LICENCE[0], "address": LICENCE[1]},
        "attribution": handout.attribution,
        "more": handout.more,
        "sections": [{"title": section.title, "items": [_item(item) for item in section.items]} for section in handout.sections],
    }
    return json.dumps(written, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _item(item: HandoutItem) -> dict[str, object]:
    return {
        "number": item.number,
        "slug": item.slug,
        "title": item.title,
        "address": item.address,
        "comment": item.comment,
        "start_here": item.start_here,
        "summary": item.summary,
        "councils": list(item.councils),
        "status": item.status,
        "evidence": item.evidence,
        "themes": list(item.themes),
        "years": item.years,
        "licence": {"name": item.licence[0], "address": item.licence[1]},
        "attribution": item.citation,
    }


def _lines(handout: Handout) -> Iterator[str]:
    yield f"# {words(handout.title)}\n"
    if handout.introduction:
        yield f"{words(handout.introduction)}\n"
    yield f"Put together by {words(handout.curators)}. {words(handout.dates)}\n"
    if handout.note:
        yield f"What is new: {words(handout.note)}\n"
    if handout.text:
        yield f"## About this collection\n\n{from_html(render_text(handout.text).html, below=1)}\n"
    for section in handout.sections:
        yield f"## {words(section.title)}\n"
        for item in section.items:
            yield from _item_lines(item)
    if handout.more:
        yield f"{words(handout.more)}\n"
    yield f"## Using this collection\n\n{handout.rights}\n"
    yield f"Licence: {link(*LICENCE)}\n"
    yield f"How to name it: {words(handout.attribution)}\n"


def _item_lines(item: HandoutItem) -> Iterator[str]:
    yield f"### {item.number}. {link(item.title, item.address)}\n"
    if item.start_here:
        yield "**Start here.**\n"
    if item.comment:
        yield "\n".join(f"> {line}".rstrip() for line in from_html(render_comment(item.comment)).split("\n")) + "\n"
    yield f"{words(item.summary)}\n"
    facts = "; ".join(filter(None, (", ".join(item.councils), item.status, item.years, f"evidence: {item.evidence}")))
    yield f"*{words(facts)}*\n"
    yield f"Licence: {link(*item.licence)}. {words(item.citation)}\n"
