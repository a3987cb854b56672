"""The tables of collections. What one holds is in its versions, whole, as JSON (decision 6); the rest says which of them is which."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal, get_args

from sqlalchemy import JSON, Date, DateTime, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account, RegionalBody
from portal.curation.contents import Contents, from_json
from portal.extensions import Model, now

#: What is going on with a collection. What readers see is `published_version`, whatever else is going on, until it is archived.
State = Literal["draft", "in review", "published", "archived"]
STATES: tuple[State, ...] = get_args(State)

#: What a member says of a version: in words alone, that it may be published, or that something must change first.
Verdict = Literal["remark", "approved", "change asked"]


class Collection(Model):
    """A curated list of case studies, in order, with a comment on each."""

    __tablename__ = "collection"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Its name in addresses now. Those it had before stand in `collection_slug` too, and lead here.
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    state: Mapped[State] = mapped_column(String(20), default="draft", index=True)
    #: The newest version, which curators work on. Who changes it names the one they saw.
    version: Mapped[int] = mapped_column(default=1)
    #: The version that readers see.
    published_version: Mapped[int | None] = mapped_column()
    published: Mapped[datetime | None] = mapped_column(DateTime)
    #: When somebody should look at it again, and when somebody last did.
    review_by: Mapped[date | None] = mapped_column(Date)
    reviewed: Mapped[date | None] = mapped_column(Date)
    created: Mapped[datetime] = mapped_column(DateTime, default=now)
    changed: Mapped[datetime] = mapped_column(DateTime, default=now)
    versions: Mapped[list[CollectionVersion]] = relationship(
        back_populates="collection", cascade="all, delete-orphan", order_by="CollectionVersion.number"
    )
    curators: Mapped[list[CollectionBody]] = relationship(
        back_populates="collection", cascade="all, delete-orphan", order_by="CollectionBody.id"
    )

    @property
    def body_ids(self) -> frozenset[int]:
        """The bodies that hold it, without those that are only asked to."""
        return frozenset(it.body_id for it in self.curators if it.joined)

    @property
    def bodies(self) -> list[RegionalBody]:
        """The same, the leading one first."""
        return [it.body for it in sorted(self.curators, key=lambda it: (not it.leads, it.id)) if it.joined]

    @property
    def leading_body_id(self) -> int:
        """The body whose it was first."""
        return next(it.body_id for it in self.curators if it.leads)

    @property
    def is_public(self) -> bool:
        """Whether everyone may read it now."""
        return self.published_version is not None and not self.is_archived

    @property
    def is_archived(self) -> bool:
        """Whether it was put away."""
        return self.state == "archived"

    @property
    def is_overdue(self) -> bool:
        """Whether somebody should have looked at it again by now."""
        return self.review_by is not None and not self.is_archived and self.review_by <= now().date()

    @property
    def about(self) -> str:
        """What the log calls it."""
        return f"collection {self.id}"


class CollectionSlug(Model):
    """Every name that a collection has or had in addresses. None is ever given to another."""

    __tablename__ = "collection_slug"

    slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id", ondelete="CASCADE"), index=True)
    collection: Mapped[Collection] = relationship()


class CollectionBody(Model):
    """That a regional body curates a collection, or is asked to."""

    __tablename__ = "collection_body"
    __table_args__ = (UniqueConstraint("collection_id", "body_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id", ondelete="CASCADE"))
    body_id: Mapped[int] = mapped_column(ForeignKey("regional_body.id"), index=True)
    leads: Mapped[bool] = mapped_column(default=False)
    asked: Mapped[datetime] = mapped_column(DateTime, default=now)
    #: None until one of its owners says yes.
    joined: Mapped[datetime | None] = mapped_column(DateTime)
    collection: Mapped[Collection] = relationship(back_populates="curators")
    body: Mapped[RegionalBody] = relationship()


class CollectionVersion(Model):
    """All that a collection held after one change; who made the change, when and what. Never changed, but to say it was published."""

    __tablename__ = "collection_version"
    __table_args__ = (UniqueConstraint("collection_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column()
    kept: Mapped[dict[str, Any]] = mapped_column(JSON)
    what: Mapped[str] = mapped_column(String(300))
    made: Mapped[datetime] = mapped_column(DateTime, default=now)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    published: Mapped[datetime | None] = mapped_column(DateTime)
    #: What readers are told about what is new in it.
    note: Mapped[str] = mapped_column(String(1000), default="")
    collection: Mapped[Collection] = relationship(back_populates="versions")
    made_by: Mapped[Account | None] = relationship()

    @property
    def contents(self) -> Contents:
        """What it holds, as plain values."""
        return from_json(self.kept)


class PublishedItem(Model):
    """That readers find a case study in a collection, and since when. Made from the published version at publishing."""

    __tablename__ = "published_item"

    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id", ondelete="CASCADE"), primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), primary_key=True, index=True)
    #: When it was first published here, kept from edition to edition.
    since: Mapped[datetime] = mapped_column(DateTime, default=now)
    collection: Mapped[Collection] = relationship()


class Remark(Model):
    """What a member says of a version to those who work on it."""

    __tablename__ = "remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id", ondelete="CASCADE"), index=True)
    version: Mapped[int] = mapped_column()
    verdict: Mapped[Verdict] = mapped_column(String(20), default="remark")
    words: Mapped[str] = mapped_column(Text)
    #: The case study that it is about, if it is about one.
    slug: Mapped[str | None] = mapped_column(String(120))
    made: Mapped[datetime] = mapped_column(DateTime, default=now)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    settled: Mapped[datetime | None] = mapped_column(DateTime)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    collection: Mapped[Collection] = relationship()
    made_by: Mapped[Account | None] = relationship(foreign_keys=[made_by_id])
