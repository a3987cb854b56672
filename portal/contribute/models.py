"""What is kept of somebody's contribution: the draft they are writing, and the file they sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model, now

#: What can become of a contribution: the author's address is not confirmed yet; an editor should look; and how it ended.
STATES = ("unconfirmed", "waiting", "released", "declined", "mailed")


class Draft(Model):
    """A case study that somebody is writing. Whoever has the link made of `name` may read, change and delete it."""

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created: Mapped[datetime] = mapped_column(DateTime, default=now)
    changed: Mapped[datetime] = mapped_column(DateTime, default=now, index=True)
    contribution: Mapped[Contribution | None] = relationship(back_populates="draft", cascade="all, delete-orphan")
    word: Mapped[WordFile | None] = relationship(back_populates="draft", cascade="all, delete-orphan")


class Contribution(Model):
    """The file as it was sent, whose it is while a question may have to be asked, and what an editor decided."""

    __tablename__ = "contribution"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), unique=True)
    path: Mapped[str] = mapped_column(String(255))
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(String(254), default="")
    state: Mapped[str] = mapped_column(String(20), index=True)
    reason: Mapped[str] = mapped_column(String(2000), default="")
    sent: Mapped[datetime] = mapped_column(DateTime, default=now)
    decided: Mapped[datetime | None] = mapped_column(DateTime)
    draft: Mapped[Draft] = relationship(back_populates="contribution")

    @property
    def slug(self) -> str:
        """The case study's name, which its branch has too."""
        return self.path.rpartition("/")[2].removesuffix(".md")


class WordFile(Model):
    """What is left of the Word file that a draft began as: the words that had no place, and what was not read. Not the file itself."""

    __tablename__ = "word_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), unique=True)
    unplaced: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    left_out: Mapped[list[str]] = mapped_column(JSON, default=list)
    draft: Mapped[Draft] = relationship(back_populates="word")
    pictures: Mapped[list[KeptPicture]] = relationship(cascade="all, delete-orphan", order_by="KeptPicture.number")


class KeptPicture(Model):
    """A picture of the Word file, for its author to download again; or why it could not be kept."""

    __tablename__ = "kept_picture"

    id: Mapped[int] = mapped_column(primary_key=True)
    word_file_id: Mapped[int] = mapped_column(ForeignKey("word_file.id", ondelete="CASCADE"), index=True)
    number: Mapped[int] = mapped_column()
    kind: Mapped[str] = mapped_column(String(10))
    section: Mapped[str] = mapped_column(String(300))
    description: Mapped[str] = mapped_column(String(1000))
    trouble: Mapped[str] = mapped_column(String(200))
    size: Mapped[int] = mapped_column()
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    @property
    def name(self) -> str:
        """What its file is called."""
        return f"picture-{self.number}.{self.kind}"
