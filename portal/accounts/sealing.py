"""Keeps a secret in SQL so that a copy of the database alone does not tell it: encrypted, and bound to whose it is.

The keys are the settings' words, stretched to keys of their own for this one use. The first encrypts; all decrypt, so that a key can be
changed while what was sealed with the old one is still there.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class NotOpened(Exception):
    """Sealed with none of the keys there are, or for somebody else. Says what whoever runs the site can do."""


def keys(config: Mapping[str, Any]) -> Sequence[str]:
    """The keys as the settings say them, newest first."""
    return config["SECOND_FACTOR_KEYS"] or (config["SECRET_KEY"],)


def seal(keys: Sequence[str], whose: int, secret: str) -> bytes:
    """A secret, to be kept."""
    return _box(keys).encrypt(f"{whose}:{secret}".encode())


def unseal(keys: Sequence[str], whose: int, sealed: bytes) -> str:
    """The secret again. Raises NotOpened."""
    try:
        owner, _, secret = _box(keys).decrypt(sealed).decode().partition(":")
    except InvalidToken:
        owner, secret = "", ""
    if owner != str(whose):
        raise NotOpened("A second factor cannot be read. If SECRET_KEY was changed, add the old one to SECOND_FACTOR_KEYS.")
    return secret


def _box(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(_stretched(key)) for key in keys])


def _stretched(key: str) -> bytes:
    found = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"copybook second factor").derive(key.encode())
    return base64.urlsafe_b64encode(found)
