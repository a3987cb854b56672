from __future__ import annotations

import io
import secrets

import pytest

from portal.backup import sealed
from portal.backup.sealed import CHUNK, MAGIC, TAG, Damaged, Opening, Sealing, WrongKey

KEY = "long and random enough"

#: What stands before the first chunk.
BEFORE = len(MAGIC) + sealed.SALT + sealed.PROOF + sealed.PREFIX


def sealed_bytes(content: bytes, step: int = 300_001) -> bytes:
    to = io.BytesIO()
    sealing = Sealing(to, KEY)
    for start in range(0, len(content), step):
        sealing.write(content[start : start + step])
    sealing.close()
    return to.getvalue()


def opened(kept: bytes, key: str = KEY) -> bytes:
    opening = Opening(io.BytesIO(kept.removeprefix(MAGIC)), key)
    return b"".join(iter(lambda: opening.read(70_001), b""))


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_was_sealed_is_read_again(length: int) -> None:
    content = secrets.token_bytes(length)
    assert opened(sealed_bytes(content)) == content


def test_nothing_of_it_can_be_seen() -> None:
    kept = sealed_bytes(b"a sentence of somebody's " * 50_000)
    assert b"sentence" not in kept
    assert kept != sealed_bytes(b"a sentence of somebody's " * 50_000)


def test_another_key_is_told_from_damage() -> None:
    with pytest.raises(WrongKey):
        opened(sealed_bytes(b"words"), "another long and random key")


@pytest.fixture(scope="module")
def three() -> bytes:
    return sealed_bytes(b"a" * CHUNK + b"b" * CHUNK + b"c")


def chunk(number: int) -> slice:
    return slice(BEFORE + number * (CHUNK + TAG), BEFORE + (number + 1) * (CHUNK + TAG))


def test_one_changed_bit_anywhere_is_noticed(three: bytes) -> None:
    for place in (BEFORE - 1, BEFORE, BEFORE + CHUNK + TAG + 5, len(three) - 1):
        changed = bytearray(three)
        changed[place] ^= 1
        with pytest.raises(Damaged):
            opened(bytes(changed))


def test_chunks_that_are_cut_off_moved_or_added_are_noticed(three: bytes) -> None:
    first, second = three[chunk(0)], three[chunk(1)]
    for kept in (
        three[: chunk(1).stop],
        three[: chunk(0).stop],
        three[:-1],
        three[:BEFORE],
        three[: BEFORE - 3],
        three[:BEFORE] + second + first + three[chunk(2)],
        three + first,
        three[:BEFORE] + three[chunk(2)],
    ):
        with pytest.raises(Damaged):
            opened(kept)
