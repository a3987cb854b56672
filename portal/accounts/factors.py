"""Second factors in SQL. Takes a session and plain values, and never commits."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Text, cast, or_, select, update
from sqlalchemy.orm import Session

from portal.accounts import audit, codes, sealing, store
from portal.accounts.models import Account
from portal.database import changes_one


def begin(session: Session, account: Account, keys: Sequence[str], secret: str, step: int) -> tuple[str, ...]:
    """Ask for codes from now on, and end every other session. Returns the spare codes, which are never to be seen again."""
    account.second_factor, account.second_factor_step = sealing.seal(keys, account.id, secret), step
    audit.note(session, account, "second factor", f"account {account.id}", "Began to use a second factor")
    store.end_sessions(account)
    return _spares(account)


def end(session: Session, by: Account | None, account: Account) -> Account:
    """Ask for no code any more."""
    account.second_factor, account.second_factor_step, account.spare_codes = None, None, []
    audit.note(session, by, "second factor", f"account {account.id}", f"Ended the second factor of {account.name}")
    return store.end_sessions(account)


def renew_spares(session: Session, account: Account) -> tuple[str, ...]:
    """Spare codes in the place of those there were."""
    audit.note(session, account, "second factor", f"account {account.id}", "Made new spare codes")
    return _spares(account)


def use(session: Session, account: Account, keys: Sequence[str], code: str) -> bool:
    """Whether the code is right. It is used up by this: of two who come with the same at once only one is let in.

    Raises sealing.NotOpened; spare codes work even then.
    """
    if account.second_factor is None:
        return False
    if codes.is_spare(code):
        return _use_spare(session, account, code)
    step = codes.step_of(sealing.unseal(keys, account.id, account.second_factor), code, account.second_factor_step)
    return step is not None and _use_step(session, account, step)


def seal_again(session: Session, keys: Sequence[str]) -> int:
    """Seal every secret with the newest key, and say how many there are. Raises NotOpened where one can be read with none."""
    found = session.scalars(select(Account).where(Account.second_factor.is_not(None))).all()
    for account in found:
        account.second_factor = sealing.seal(keys, account.id, sealing.unseal(keys, account.id, account.second_factor or b""))
    return len(found)


def _use_step(session: Session, account: Account, step: int) -> bool:
    later = or_(Account.second_factor_step.is_(None), Account.second_factor_step < step)
    return changes_one(session, update(Account).where(Account.id == account.id, later).values(second_factor_step=step))


def _use_spare(session: Session, account: Account, code: str) -> bool:
    left = codes.left_without(account.spare_codes, code)
    if left is None:
        return False
    as_seen = cast(Account.spare_codes, Text) == json.dumps(account.spare_codes)
    won = changes_one(session, update(Account).where(Account.id == account.id, as_seen).values(spare_codes=left))
    if won:
        audit.note(session, account, "second factor", f"account {account.id}", f"Used a spare code; {len(left)} left")
    return won


def _spares(account: Account) -> tuple[str, ...]:
    made = codes.new_spare_codes()
    account.spare_codes = codes.hashed(made)
    return made
