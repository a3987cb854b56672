"""Passwords: hashed with argon2id, checked in the same time whether or not there is such an account."""

from __future__ import annotations

import gzip
import re
import string
from functools import cache
from pathlib import Path

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


def fault_in(password: str, *about: str) -> str | None:
    """What is wrong with a password that somebody chooses, in a sentence; nothing if it will do. `about` is who they are, in words."""
    if len(password) < SHORTEST:
        return f"Choose a password of at least {SHORTEST} characters. Three random words are easy to remember."
    if len(password) > LONGEST:
        return f"Choose a password of at most {LONGEST} characters."
    if _is_common(password):
        return "This is among the first passwords that somebody would try. Choose another: three random words are easy to remember."
    if _is_about(password, about):
        return "Choose a password without your name, your address or the name of this site in it."
    return None


def _is_common(password: str) -> bool:
    """Whether it is one of the commonest, or only one of them with figures and signs around it, or said again and again."""
    typed = password.casefold()
    bare = typed.strip(f" {string.digits}{string.punctuation}")
    again = re.fullmatch(r"(.{1,10}?)\1+", typed)
    return bool(again) or typed in _common() or bare in _common() or not bare


def _is_about(password: str, about: tuple[str, ...]) -> bool:
    """Whether little is left of it without the words that anybody knows of its owner."""
    left = password.casefold()
    for word in re.findall(r"[^\W_]{3,}", f"{' '.join(about)} copybook".casefold()):
        left = left.replace(word, "")
    return len(re.sub(r"[\W\d_]", "", left)) < 6 and left != password.casefold()


@cache
def _common() -> frozenset[str]:
    """The commonest passwords: Django's list, kept as it came, with its licence, in `common_passwords/`."""
    path = Path(__file__).parent / "common_passwords" / "common-passwords.txt.gz"
    return frozenset(gzip.decompress(path.read_bytes()).decode().split())


@cache
def _nobody() -> str:
    """A hash that no password of anybody's was made into."""
    return _hasher.hash("nobody signs in with this")
