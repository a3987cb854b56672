"""Passwords: hashed with argon2id, checked in the same time whether or not there is such an account."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

#: Shortest and longest password. Three random words are longer than the first; the second only bounds the work.
SHORTEST, LONGEST = 12, 200

#: OWASP's first choice: 19 MiB a check, since eight threads of a small machine may check at once.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hash_password(password: str) -> str:
    """What is kept of a password."""
    return _hasher.hash(password)


def is_password(kept: str | None, password: str) -> bool:
    """Whether this is the password that was hashed. Takes as long where nothing is kept, which is never right."""
    nobody = _nobody()
    try:
        return _hasher.verify(nobody if kept is None else kept, password[: LONGEST + 1]) and kept is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def is_out_of_date(kept: str) -> bool:
    """Whether it was hashed more weakly than we do now, and should be again."""
    return _hasher.check_needs_rehash(kept)


def fault_in(password: str) -> str | None:
    """What is wrong with a password that somebody chooses, in a sentence; nothing if it will do."""
    if len(password) < SHORTEST:
        return f"Choose a password of at least {SHORTEST} characters. Three random words are easy to remember."
    if len(password) > LONGEST:
        return f"Choose a password of at most {LONGEST} characters."
    return None


@cache
def _nobody() -> str:
    """A hash that no password of anybody's was made into."""
    return _hasher.hash("nobody signs in with this")
