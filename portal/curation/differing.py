"""What changed between two versions of a collection, in words. Pure.

Each change is a sentence; where words were rewritten, with the words that went and those that came.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from portal.curation.contents import Contents, Item

#: What a case study is called, by its slug.
Named = Callable[[str], str]

#: Texts of more words than this are laid side by side and not compared word by word, which would take seconds.
MOST_WORDS = 1_500

_WORD = re.compile(r"\S+\s*|\s+")
_TEXTS = (("title", "title"), ("introduction", "introduction"), ("text", "longer text"))


@dataclass(frozen=True, slots=True)
class Run:
    """Some words: the same in both, gone since, or new."""

    words: str
    kind: Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One change in a sentence, and the words it rewrote."""

    sentence: str
    runs: tuple[Run, ...] = ()


def differences(before: Contents, after: Contents, named: Named) -> tuple[Difference, ...]:
    """Every change that leads from one to the other."""
    return (*_of_texts(before, after), *_of_items(before, after, named), *_of_order(before, after, named), *_of_tail(before, after, named))


def runs_of(before: str, after: str) -> tuple[Run, ...]:
    """Two texts as one: what is the same, what went and what came."""
    one, other = _WORD.findall(before), _WORD.findall(after)
    if len(one) + len(other) > MOST_WORDS:
        return tuple(run for run in (Run(before, "gone"), Run(after, "new")) if run.words)
    found: list[Run] = []
    for kind, from_one, to_one, from_other, to_other in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Run("".join(one[from_one:to_one]), "same"))
            continue
        found += [Run("".join(one[from_one:to_one]), "gone"), Run("".join(other[from_other:to_other]), "new")]
    return tuple(run for run in found if run.words)


def _of_texts(before: Contents, after: Contents) -> Iterator[Difference]:
    for name, label in _TEXTS:
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            done = "Wrote" if not was else "Took out" if not now else "Changed"
            yield Difference(f"{done} the {label}", runs_of(was, now))
    if before.theme != after.theme:
        yield Difference(f"Changed the theme from {before.theme or 'none'} to {after.theme or 'none'}")
    if before.phrases != after.phrases:
        yield Difference("Changed the questions it is offered for", runs_of("\n".join(before.phrases), "\n".join(after.phrases)))


def _of_items(before: Contents, after: Contents, named: Named) -> Iterator[Difference]:
    was, now = ({item.slug: item for item in each.items} for each in (before, after))
    for slug, item in now.items():
        if slug not in was:
            yield Difference(f"Added “{named(slug)}”", runs_of("", item.comment))
    for slug, item in was.items():
        if slug not in now:
            yield Difference(f"Took out “{named(slug)}”", runs_of(item.comment, ""))
    for slug, item in now.items():
        if slug in was:
            yield from _of_item(was[slug], item, named(slug))


def _of_item(was: Item, now: Item, name: str) -> Iterator[Difference]:
    if was.comment != now.comment:
        done = "Wrote a" if not was.comment else "Took out the" if not now.comment else "Changed the"
        yield Difference(f"{done} comment on “{name}”", runs_of(was.comment, now.comment))
    if was.start_here != now.start_here:
        yield Difference(f"{'Marked' if now.start_here else 'No longer marks'} “{name}” with “Start here”")


def _of_order(before: Contents, after: Contents, named: Named) -> Iterator[Difference]:
    titles, titles_now = ([section.title for section in each.sections if section.title] for each in (before, after))
    yield from (Difference(f"Began the section “{title}”") for title in titles_now if title not in titles)
    yield from (Difference(f"No longer has a section “{title}”") for title in titles if title not in titles_now)
    kept, kept_now = ([title for title in each if title in titles and title in titles_now] for each in (titles, titles_now))
    if kept != kept_now:
        yield Difference("Put the sections in another order: " + ", ".join(f"“{title}”" for title in kept_now))
    there = {item.slug for item in before.items} & {item.slug for item in after.items}
    was, now = ([item.slug for item in each.items if item.slug in there] for each in (before, after))
    places = {slug: number for number, slug in enumerate((item.slug for item in after.items), 1)}
    for slug in _moved(was, now):
        yield Difference(f"Moved “{named(slug)}” to place {places[slug]}")
    if was == now:
        yield from _of_sections(before, after, named, there)


def _of_sections(before: Contents, after: Contents, named: Named, there: Iterable[str]) -> Iterator[Difference]:
    """Those that went into another section and kept their place among the others."""
    was, now = ({item.slug: section.title for section in each.sections for item in section.items} for each in (before, after))
    known = {section.title for section in before.sections} & {section.title for section in after.sections}
    for slug in sorted(there, key=list(now).index):
        if was[slug] != now[slug] and {was[slug], now[slug]} <= known:
            yield Difference(f"Moved “{named(slug)}” to " + (f"the section “{now[slug]}”" if now[slug] else "where no section begins yet"))


def _moved(was: Sequence[str], now: Sequence[str]) -> list[str]:
    """The fewest that must have been moved to make one order of the other."""
    if len(was) == len(now):
        for slug in now:
            if [each for each in was if each != slug] == [each for each in now if each != slug]:
                return [slug] if was != now else []
    stayed: set[str] = set()
    for at, _, size in SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks():
        stayed.update(was[at : at + size])
    return [slug for slug in now if slug not in stayed]


def _of_tail(before: Contents, after: Contents, named: Named) -> Iterator[Difference]:
    was, now = before.tail, after.tail
    if now is None:
        if was is not None:
            yield Difference("Stopped adding what a search finds", runs_of(was.search, ""))
        return
    if was is None or was.search != now.search:
        sentence = "Adds all that a search finds" if was is None else "Adds what another search finds"
        yield Difference(sentence, runs_of(was.search if was else "", now.search))
    hidden = was.hidden if was else ()
    yield from (Difference(f"Hid “{named(slug)}” from what the search finds") for slug in now.hidden if slug not in hidden)
    yield from (Difference(f"Showed “{named(slug)}” again") for slug in hidden if slug not in now.hidden)
