"""Each permission by itself, where no address asks it yet or the addresses cannot show all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from portal.accounts import permissions
from portal.accounts.models import Account, Membership, RegionalBody, Role


@dataclass(frozen=True)
class Thing:
    """Something that bodies 1 and 2 hold together, and 1 leads."""

    is_public: bool = False
    is_archived: bool = False
    body_ids: frozenset[int] = frozenset({1, 2})
    leading_body_id: int = 1


#: The number of whoever asks.
NUMBER = 3


def someone(role: Role | None = None, body: int = 1, *, site_editor: bool = False, disabled: bool = False) -> Account:
    memberships = [Membership(body_id=body, role=role)] if role else []
    return Account(id=NUMBER, site_editor=site_editor, disabled=disabled, memberships=memberships)


PEOPLE: dict[str, Callable[[], Account | None]] = {
    "nobody": lambda: None,
    "stranger": someone,
    "reviewer": lambda: someone("reviewer"),
    "editor": lambda: someone("editor"),
    "owner": lambda: someone("owner"),
    "editor of the other": lambda: someone("editor", 2),
    "owner of the other": lambda: someone("owner", 2),
    "owner elsewhere": lambda: someone("owner", 3),
    "site editor": lambda: someone(site_editor=True),
    "disabled owner": lambda: someone("owner", disabled=True, site_editor=True),
}

BODY = RegionalBody(id=1)
OWNED = RegionalBody(id=1, memberships=[Membership(role="owner", account=Account(disabled=False))])
ABANDONED = RegionalBody(
    id=1, memberships=[Membership(role="owner", account=Account(disabled=True)), Membership(role="editor", account=Account(disabled=False))]
)
MEMBERS = {"reviewer", "editor", "owner"}
OTHERS = {"editor of the other", "owner of the other"}
EDITORS = {"editor", "owner"}
EVERYONE = set(PEOPLE)

TABLE: list[tuple[Callable[..., bool], tuple[Any, ...], set[str]]] = [
    (permissions.may_see_body, (BODY,), MEMBERS),
    (permissions.may_manage_people, (BODY,), {"owner"}),
    (permissions.may_end_membership, (BODY, 7), {"owner"}),
    (permissions.may_end_membership, (BODY, NUMBER), MEMBERS),
    (permissions.may_make_collection, (BODY,), EDITORS),
    (permissions.may_answer_for, (BODY,), {"owner"}),
    (permissions.may_name_owner, (BODY,), {"site editor"}),
    (permissions.may_name_owner, (ABANDONED,), {"site editor"}),
    (permissions.may_name_owner, (OWNED,), set()),
    (permissions.may_edit_site, (), {"site editor"}),
    (permissions.may_curate, (), EDITORS | OTHERS | {"owner elsewhere"}),
    (permissions.may_read, (Thing(),), MEMBERS | OTHERS),
    (permissions.may_read, (Thing(is_public=True),), EVERYONE),
    (permissions.may_work_on, (Thing(),), MEMBERS | OTHERS),
    (permissions.may_work_on, (Thing(is_archived=True),), MEMBERS | OTHERS),
    (permissions.may_edit, (Thing(),), EDITORS | OTHERS),
    (permissions.may_edit, (Thing(is_public=True),), EDITORS | OTHERS),
    (permissions.may_edit, (Thing(is_archived=True),), set()),
    (permissions.may_publish, (Thing(),), EDITORS | OTHERS),
    (permissions.may_publish, (Thing(is_archived=True),), set()),
    (permissions.may_archive, (Thing(is_archived=True),), EDITORS | OTHERS),
    (permissions.may_remark, (Thing(),), MEMBERS | OTHERS),
    (permissions.may_remark, (Thing(is_archived=True),), set()),
    (permissions.may_approve, (Thing(),), {"reviewer", "owner", "owner of the other"}),
    (permissions.may_approve, (Thing(is_archived=True),), set()),
    (permissions.may_share, (Thing(),), {"owner"}),
    (permissions.may_share, (Thing(is_archived=True),), set()),
]


@pytest.mark.parametrize(("may", "about", "who"), TABLE, ids=lambda it: getattr(it, "__name__", ""))
def test_those_may_and_no_others(may: Callable[..., bool], about: tuple[Any, ...], who: set[str]) -> None:
    assert {name for name, account in PEOPLE.items() if may(account(), *about)} == who


def test_every_permission_is_in_the_table() -> None:
    every = {name for name in vars(permissions) if name.startswith("may_")}
    assert every - {"may_sign_in"} == {may.__name__ for may, _, _ in TABLE}
