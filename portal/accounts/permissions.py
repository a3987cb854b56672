"""Every permission, once: one function each, from who asks and what about to yes or no.

Pure, and about people and regional bodies alone: whatever bodies hold together is known here by what it needs to say of itself
(`Held`). A view asks through `signing.allow`; `tests/portal/test_permissions.py` tries every role at every address.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from portal.accounts.models import Account, RegionalBody, Role


class Held(Protocol):
    """What regional bodies hold together: a collection."""

    @property
    def body_ids(self) -> frozenset[int]:
        """The bodies that hold it, without those that are only asked to."""

    @property
    def leading_body_id(self) -> int:
        """The one whose it was first."""

    @property
    def is_public(self) -> bool:
        """Whether everyone may read it now."""

    @property
    def is_archived(self) -> bool:
        """Whether it was put away."""


def may_sign_in(account: Account) -> bool:
    """Whether this account is anybody's to use."""
    return not account.disabled


def may_see_body(account: Account | None, body: RegionalBody) -> bool:
    """Its own page, who belongs to it, and the log of what was done: its members."""
    return _is(account, [body.id], "owner", "editor", "reviewer")


def may_manage_people(account: Account | None, body: RegionalBody) -> bool:
    """Invite members, change what they are, and take them out: its owners."""
    return _is(account, [body.id], "owner")


def may_end_membership(account: Account | None, body: RegionalBody, number: int) -> bool:
    """Take the member whose account has this number out: its owners, and everybody themselves."""
    return may_manage_people(account, body) or (may_see_body(account, body) and account is not None and account.id == number)


def may_name_owner(account: Account | None, body: RegionalBody) -> bool:
    """Invite an owner of a regional body that has none who can sign in: editors of the site."""
    return may_edit_site(account) and not any(it.role == "owner" and may_sign_in(it.account) for it in body.memberships)


def may_make_collection(account: Account | None, body: RegionalBody) -> bool:
    """Begin a collection in a body's name: its owners and editors."""
    return _is(account, [body.id], "owner", "editor")


def may_curate(account: Account | None) -> bool:
    """Be offered “Add to a collection”: whoever is an owner or editor of any body."""
    return account is not None and _is(account, [it.body_id for it in account.memberships], "owner", "editor")


def may_read(account: Account | None, held: Held) -> bool:
    """Read the published version: everyone, unless it is not published or was put away."""
    return held.is_public or may_work_on(account, held)


def may_work_on(account: Account | None, held: Held) -> bool:
    """See the draft, its history and its log: members of its bodies."""
    return _is(account, held.body_ids, "owner", "editor", "reviewer")


def may_edit(account: Account | None, held: Held) -> bool:
    """Change it: owners and editors of its bodies, unless it was put away."""
    return not held.is_archived and _is(account, held.body_ids, "owner", "editor")


def may_remark(account: Account | None, held: Held) -> bool:
    """Say something about the draft to those who work on it: members of its bodies."""
    return not held.is_archived and may_work_on(account, held)


def may_approve(account: Account | None, held: Held) -> bool:
    """Approve a version: reviewers and owners of its bodies."""
    return not held.is_archived and _is(account, held.body_ids, "owner", "reviewer")


def may_publish(account: Account | None, held: Held) -> bool:
    """Publish it, or ask for a review: owners and editors of its bodies."""
    return may_edit(account, held)


def may_archive(account: Account | None, held: Held) -> bool:
    """Put it away, and bring it back: owners and editors of its bodies."""
    return _is(account, held.body_ids, "owner", "editor")


def may_share(account: Account | None, held: Held) -> bool:
    """Ask another body to curate it too, or end that: owners of the body whose it was first."""
    return not held.is_archived and _is(account, [held.leading_body_id], "owner")


def may_answer_for(account: Account | None, body: RegionalBody) -> bool:
    """Say yes or no to curating another body's collection, and leave one: its owners."""
    return _is(account, [body.id], "owner")


def may_edit_site(account: Account | None) -> bool:
    """The queue of contributions, and all else that belongs to the site itself: its editors."""
    return account is not None and not account.disabled and account.site_editor


def _is(account: Account | None, body_ids: Iterable[int], *roles: Role) -> bool:
    return account is not None and not account.disabled and any(account.role_in(body_id) in roles for body_id in body_ids)
