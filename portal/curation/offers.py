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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from indexer import Index
from portal.curation import shown, store
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


@dataclass(frozen=True, slots=True)
class Table:
    """Every published collection, the newest first, and in which of them each case study is."""

    offers: tuple[Offer, ...] = ()
    of_case_study: dict[str, tuple[Offer, ...]] = field(default_factory=dict)


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
        slugs = [it.case_study.slug for section in shown.everything(held, index) for it in section.items if it.case_study]
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
        for slug in dict.fromkeys(slugs):
            where.setdefault(slug, []).append(offer)
    return Table(tuple(offers), {slug: tuple(found) for slug, found in where.items()})


def offered(offers: Sequence[Offer], text: str) -> Offer | None:
    """The collection that a question asks for, if one does: by its phrases, else by its title; of several the nearest, then the newest."""
    asked = key(text)
    if not asked.strip():
        return None
    found = ((rank, place) for place, offer in enumerate(offers) if (rank := _rank(offer, asked)) is not None)
    best = min(found, default=None)
    return offers[best[1]] if best else None


def _rank(offer: Offer, asked: str) -> int | None:
    """How near a question is to a collection, nearest 0. One word alone means nothing unless it is all that was asked."""
    if asked in offer.phrases:
        return 0
    if asked == offer.title_key:
        return 1
    if any(len(phrase.split()) > 1 and phrase in asked for phrase in offer.phrases):
        return 2
    if len(offer.title_key.split()) > 1 and offer.title_key in asked:
        return 3
    long_words = sum(len(word) > SHORT_WORD for word in asked.split())
    return 4 if long_words > 1 and asked in offer.title_key else None


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
