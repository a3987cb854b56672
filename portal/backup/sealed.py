"""A stream of bytes, encrypted and bound together: nobody reads it without the key, and what was changed, moved or cut off is noticed.

It is cut into chunks, each sealed with ChaCha20-Poly1305 under a number that counts them and says which is the last. The key is made of
the setting's words with scrypt and a salt of the file's own. Never more than one chunk is in memory.
"""

from __future__ import annotations

import hmac
import secrets
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"Copybook backup, encrypted, 1\n"

#: Bytes that are sealed together, what sealing adds to them, and the lengths of what stands before them.
CHUNK, TAG = 1024 * 1024, 16
SALT, PROOF, PREFIX = 16, 16, 7


class WrongKey(Exception):
    """It was made with another key."""


class Damaged(Exception):
    """It is not as it was written."""


class Sealing:
    """Write to this, then close it: `to` gets the same, encrypted."""

    def __init__(self, to: BinaryIO, key: str) -> None:
        salt, self._prefix = secrets.token_bytes(SALT), secrets.token_bytes(PREFIX)
        self._cipher, proof = _from(key, salt)
        self._to, self._left, self._number = to, bytearray(), 0
        to.write(MAGIC + salt + proof + self._prefix)

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._left += data
        while len(self._left) > CHUNK:  # the last chunk is sealed as such, so one is always kept back
            self._seal(bytes(self._left[:CHUNK]), last=False)
            del self._left[:CHUNK]
        return len(data)

    def close(self) -> None:
        """Seal what is left."""
        self._seal(bytes(self._left), last=True)

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._to.write(self._cipher.encrypt(_nonce(self._prefix, self._number, last), chunk, MAGIC))
        self._number += 1


class Opening:
    """Read from this what was sealed. `source` stands after MAGIC. Raises WrongKey and Damaged, and never gives what was not sealed so."""

    def __init__(self, source: BinaryIO, key: str) -> None:
        salt, proof, self._prefix = source.read(SALT), source.read(PROOF), source.read(PREFIX)
        if len(self._prefix) != PREFIX:
            raise Damaged
        self._cipher, expected = _from(key, salt)
        if not hmac.compare_digest(proof, expected):
            raise WrongKey
        self._source, self._number, self._ready = source, 0, b""
        self._next = source.read(CHUNK + TAG)
        self._ended = False

    def read(self, size: int) -> bytes:
        """Up to so many bytes; none at the end."""
        while not self._ready and not self._ended:
            chunk, self._next = self._next, self._source.read(CHUNK + TAG)
            self._ended = not self._next
            try:
                self._ready = self._cipher.decrypt(_nonce(self._prefix, self._number, self._ended), chunk, MAGIC)
            except InvalidTag:
                raise Damaged from None
            self._number += 1
        given, self._ready = self._ready[:size], self._ready[size:]
        return given


def _from(key: str, salt: bytes) -> tuple[ChaCha20Poly1305, bytes]:
    """The cipher, and the proof that a key is the right one."""
    made = Scrypt(salt=salt, length=32 + PROOF, n=2**15, r=8, p=1).derive(key.encode())
    return ChaCha20Poly1305(made[:32]), made[32:]


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])
