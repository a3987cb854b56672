"""What every page may say of published collections, kept in memory: where a case study is, and which one to offer above a search.

Pages that many people read ask this and not SQL. At most once a second one question (`_stamp`) finds whether anything was published or
put away since; only then, or with a new generation of the index, is the table made anew.
"""

from __future__ import annotations

import logging
import re
import threading
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from indexer import Index
from portal.curation import shown, store
from portal.curation.contents import MOST_ITEMS
from portal.curation.models import Collection, CollectionVersion

logger = logging.getLogger(__name__)

#: Seconds between two looks for something new; before a look that failed is tried again; and after which the table is made anew anyway.
LOOK_EVERY, TRY_AGAIN_AFTER, RENEW_AFTER = 1.0, 30.0, 300.0

#: Characters of a question that are compared.
MOST_COMPARED = 300

#: Two words of a title are enough to mean it, if each is longer than this.
SHORT_WORD = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A published collection in a few words. `title_key` and `phrases` are as `key` writes them."""

    slug: str
    title: str
    introduction: str
    bodies: tuple[str, ...]
    number: int
    published: date
    title_key: str
    phrases: tuple[str, ...]


class Named(NamedTuple):
    """Words that name a collection, as `key` writes them: `kind` is 0 for one of its phrases, 1 for its title; `place` is the offer's."""

    words: str
    kind: int
    place: int


@dataclass(frozen=True, slots=True)
class Table:
    """Every published collection, the newest first, in which of them each case study is, and which words name each.

    A question is held only to those that share a word with it, so that it costs no more where there are many: `by_first` has
    phrases and titles by their first word, which a question that holds them must have; `by_any` has titles by each of theirs.
    """

    offers: tuple[Offer, ...] = ()
    of_case_study: Mapping[str, tuple[Offer, ...]] = field(default_factory=dict)
    by_first: Mapping[str, Sequence[Named]] = field(default_factory=dict)
    by_any: Mapping[str, Sequence[Named]] = field(default_factory=dict)


def key(text: str) -> str:
    """Text as it is compared: its words without accents, capitals, signs or a plural’s s, with a space around each."""
    plain = unicodedata.normalize("NFKD", text[:MOST_COMPARED]).casefold()
    words = re.findall(r"\w+", "".join(each for each in plain if not unicodedata.combining(each)))
    return f" {' '.join(word[:-1] if len(word) > SHORT_WORD and word[-1] == 's' and word[-2] != 's' else word for word in words)} "


def table_of(rows: Iterable[tuple[Collection, CollectionVersion]], index: Index) -> Table:
    """The table of these collections, as the index is now."""
    offers: list[Offer] = []
    where: dict[str, list[Offer]] = {}
    for collection, version in rows:
        held = version.contents
        slugs = shown.slugs_of(held, index)
        offer = Offer(
            slug=collection.slug,
            title=held.title,
            introduction=held.introduction,
            bodies=tuple(body.name for body in collection.bodies),
            number=len(slugs),
            published=(collection.published or collection.changed).date(),
            title_key=key(held.title),
            phrases=tuple(found for phrase in held.phrases if (found := key(phrase)).strip()),
        )
        offers.append(offer)
        for slug in slugs[: MOST_ITEMS + shown.MOST_IN_TAIL]:  # what only a page of results goes on to tell is not said
            where.setdefault(slug, []).append(offer)
    return named(offers, {slug: tuple(found) for slug, found in where.items()})


def named(offers: Sequence[Offer], of_case_study: Mapping[str, tuple[Offer, ...]]) -> Table:
    """The table of these, with the words that name each."""
    by_first: dict[str, list[Named]] = {}
    by_any: dict[str, list[Named]] = {}
    for place, offer in enumerate(offers):
        title = Named(offer.title_key, 1, place)
        for each in (title, *(Named(phrase, 0, place) for phrase in offer.phrases)):
            for word in each.words.split()[:1]:
                by_first.setdefault(word, []).append(each)
        for word in set(title.words.split()):
            by_any.setdefault(word, []).append(title)
    return Table(tuple(offers), of_case_study, by_first, by_any)


def offered(table: Table, text: str) -> Offer | None:
    """The collection that a question asks for, if one does: by its phrases, else by its title; of several the nearest, then the newest."""
    best = min(_ranked(table, key(text)), default=None)
    return table.offers[best[1]] if best else None


def _ranked(table: Table, asked: str) -> Iterator[tuple[int, int]]:
    """How near a question is to each collection that shares a word with it, nearest 0, and its place.

    One word alone means nothing unless it is all that was asked.
    """
    words = dict.fromkeys(asked.split())
    for word in words:
        for each in table.by_first.get(word, ()):
            if each.words == asked:
                yield each.kind, each.place
            elif len(each.words.split()) > 1 and each.words in asked:
                yield each.kind + 2, each.place
    if sum(len(word) > SHORT_WORD for word in asked.split()) > 1:
        fewest = min((table.by_any.get(word, ()) for word in words), key=len)
        yield from ((4, each.place) for each in fewest if asked in each.words)


#: How the table is known to be the newest.
_Stamp = tuple[object, ...]


class OfferKeeper:
    """Keeps the table of one process, for all its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._table = Table()
        self._stamp: _Stamp = ()
        self._look_at = 0.0
        self._renew_at = 0.0

    def table(self, engine: Engine, index: Index) -> Table:
        """The table as it is now, or was a moment ago. If the database cannot say, what was known: case studies are read without it."""
        if time.monotonic() < self._look_at or not self._lock.acquire(blocking=False):
            return self._table
        try:
            self._look(engine, index)
            self._look_at = time.monotonic() + LOOK_EVERY
        except SQLAlchemyError:
            logger.exception("Pages cannot say which collections there are. Run `flask db upgrade`, or see to the database.")
            self._look_at = time.monotonic() + TRY_AGAIN_AFTER
        finally:
            self._lock.release()
        return self._table

    def _look(self, engine: Engine, index: Index) -> None:
        # A session of its own: a page that only reads must not depend on what its own has been through.
        with Session(engine) as session:
            stamp = (index.built.generation, *_stamp(session))
            if stamp == self._stamp and time.monotonic() < self._renew_at:
                return
            self._table = table_of(store.published(session), index)
        self._stamp, self._renew_at = stamp, time.monotonic() + RENEW_AFTER


def _stamp(session: Session) -> tuple[object, ...]:
    """What changes whenever a collection is published, renamed, put away or brought back."""
    return tuple(session.execute(select(func.count(Collection.id), func.max(Collection.changed), func.max(Collection.published))).one())
