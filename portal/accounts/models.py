"""The tables of accounts: people, the regional bodies they belong to, invitations, and the log of what was done."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import JSON, DateTime, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model, now

#: What a member may do. An owner sees to people and content, an editor to content; a reviewer comments and approves, and changes nothing.
Role = Literal["owner", "editor", "reviewer"]
ROLES: tuple[Role, ...] = get_args(Role)


class Account(Model):
    """Somebody who may sign in, with a password or through their council."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: As `store.normal` writes it.
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    #: An argon2id hash. None for who has yet to choose a password, or signs in through their council only.
    password: Mapped[str | None] = mapped_column(String(200))
    #: A time-based second factor's secret, encrypted; the last step that was used, so that no code works twice; spare codes, hashed.
    second_factor: Mapped[bytes | None] = mapped_column(LargeBinary)
    second_factor_step: Mapped[int | None] = mapped_column()
    spare_codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: Who they are to their council's own sign-in (OpenID Connect).
    issuer: Mapped[str | None] = mapped_column(String(300))
    subject: Mapped[str | None] = mapped_column(String(300))
    #: Looks after the portal itself: the queue of contributions, bodies' first owners. No right over any body's collections.
    site_editor: Mapped[bool] = mapped_column(default=False)
    disabled: Mapped[bool] = mapped_column(default=False)
    #: Every session holds the number it began with, and ends when this one is another.
    epoch: Mapped[int] = mapped_column(default=0)
    created: Mapped[datetime] = mapped_column(DateTime, default=now)
    signed_in: Mapped[datetime | None] = mapped_column(DateTime)
    memberships: Mapped[list[Membership]] = relationship(back_populates="account", cascade="all, delete-orphan")

    def role_in(self, body_id: int) -> Role | None:
        """What they are in a regional body."""
        return next((it.role for it in self.memberships if it.body_id == body_id), None)


class RegionalBody(Model):
    """A body whose curators make collections. Its facts come from the agreed list, by `flask bodies seed`."""

    __tablename__ = "regional_body"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(60))
    region: Mapped[str] = mapped_column(String(60), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    memberships: Mapped[list[Membership]] = relationship(back_populates="body", cascade="all, delete-orphan")


class Membership(Model):
    """That somebody belongs to a regional body, and as what."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("account_id", "body_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    body_id: Mapped[int] = mapped_column(ForeignKey("regional_body.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(String(20))
    since: Mapped[datetime] = mapped_column(DateTime, default=now)
    account: Mapped[Account] = relationship(back_populates="memberships")
    body: Mapped[RegionalBody] = relationship(back_populates="memberships")


class Invitation(Model):
    """That somebody is asked to join a regional body. Its link is this row's number and time, signed; it works once."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("regional_body.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[Role] = mapped_column(String(20))
    made: Mapped[datetime] = mapped_column(DateTime, default=now)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    expires: Mapped[datetime] = mapped_column(DateTime)
    #: When it was taken up or called back, after which the link opens nothing.
    ended: Mapped[datetime | None] = mapped_column(DateTime)
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    body: Mapped[RegionalBody] = relationship()


class AuditEntry(Model):
    """Something that was done, by whom. Outlives what it was done to, so it names that and does not point at it. Never changed."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime, default=now, index=True)
    #: None: it was typed on the machine itself, as a `flask` command.
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    #: The body whose members may read of it, if it concerns one.
    body_id: Mapped[int | None] = mapped_column(ForeignKey("regional_body.id", ondelete="SET NULL"), index=True)
    #: What it was done to, such as `collection 12`.
    about: Mapped[str] = mapped_column(String(60), index=True)
    #: What kind of thing was done, such as `published`.
    action: Mapped[str] = mapped_column(String(40))
    #: The same in a sentence without a subject, such as “Published version 4: first edition”.
    words: Mapped[str] = mapped_column(String(500))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    account: Mapped[Account | None] = relationship()
