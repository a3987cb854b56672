from __future__ import annotations

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from portal.accounts.passwords import LONGEST, SHORTEST, fault_in, hash_password, is_out_of_date, is_password

WEAK = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$qzaNNJZn3fzkD3V4iYeEeXC7Vt8lGIVPyv+kEOrl7jM"


@pytest.fixture
def cheap_passwords() -> None:
    """As in service, not as in all other tests."""


def test_a_password_is_right_and_another_is_not() -> None:
    kept = hash_password("three random words")
    assert is_password(kept, "three random words")
    assert not is_password(kept, "three random word")
    assert "random" not in kept


def test_it_is_argon2id_with_enough_work() -> None:
    found = extract_parameters(hash_password("three random words"))
    assert (found.type, found.time_cost, found.memory_cost) == (Type.ID, 2, 19_456)


@pytest.mark.parametrize("kept", [None, "", "x", "!disabled"])
def test_where_nothing_is_kept_no_password_is_right(kept: str | None) -> None:
    assert not is_password(kept, "")
    assert not is_password(kept, "nobody signs in with this")


def test_the_same_work_is_done_where_there_is_no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str] = []
    verify = PasswordHasher.verify

    def counted(hasher: PasswordHasher, kept: str, given: str) -> bool:
        worked.append(kept)
        return verify(hasher, kept, given)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    is_password(None, "three random words")
    is_password(hash_password("another"), "three random words")
    assert len(worked) == 2
    assert extract_parameters(worked[0]) == extract_parameters(worked[1])


def test_a_weaker_hash_is_out_of_date() -> None:
    assert is_out_of_date(WEAK)
    assert not is_out_of_date(hash_password("three random words"))


@pytest.mark.parametrize("password", ["", "x" * (SHORTEST - 1), "x" * (LONGEST + 1)])
def test_one_too_short_or_too_long_is_refused(password: str) -> None:
    assert fault_in(password)


COMMON = [
    "password1234",
    "PASSWORD!2026",
    "qwertyuiop12",
    "123456789012",
    "1234567890123456",
    "!!!!!!!!!!!!!",
    "aaaaaaaaaaaaaa",
    "footballfootball",
]


@pytest.mark.parametrize("password", COMMON)
def test_one_of_the_commonest_is_refused_and_so_is_what_is_little_more(password: str) -> None:
    assert "first passwords that somebody would try" in (fault_in(password) or "")


@pytest.mark.parametrize("password", ["copybook12345", "alex.morgan1", "anytown.example", "Morgan-Copybook!"])
def test_what_anybody_knows_of_its_owner_is_refused(password: str) -> None:
    assert fault_in(password, "Alex Morgan", "alex.morgan@anytown.example")


def test_a_long_one_may_hold_a_word_that_is_known() -> None:
    assert fault_in("anytown kettle marmalade", "Alex Morgan", "alex@anytown.example") is None


@pytest.mark.parametrize("password", ["x7" * 5 + "kfw", "tri gair ŵrth hap", "🏚️🔧🚿🛁🔑🚪🪟🧱🪜🧰🪛🔩🏠"])
def test_no_kind_of_letter_is_asked_for(password: str) -> None:
    assert fault_in(password) is None
