"""Codes of a second factor: six figures by the time, from a secret that a phone holds too, and spare ones for when the phone is gone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime

import pyotp
import segno
from markupsafe import Markup

#: Seconds that each code lasts. The one before and the one after are taken too, for clocks that are not quite right.
STEP = 30

#: How many spare codes somebody gets.
SPARES = 10


def new_secret() -> str:
    """A secret that nobody can guess, as it is typed into a phone."""
    return pyotp.random_base32()


def spaced(secret: str) -> str:
    """The secret in groups of four, as somebody can type it."""
    return " ".join(re.findall(".{1,4}", secret))


def address(secret: str, email: str) -> str:
    """What the picture says to a phone."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Copybook")


def picture(secret: str, email: str) -> Markup:
    """The secret as a picture to point a phone at, in SVG without any style of its own."""
    # Made of squares: nothing that anybody typed is in it.
    drawn = segno.make_qr(address(secret, email), error="m").svg_inline(omitsize=True, border=4, light="#ffffff", dark="#000000")
    return Markup(drawn.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S704


def step_of(secret: str, code: str, last: int | None, at: datetime | None = None) -> int | None:
    """The step of time whose code this is, if it is one of now and later than the last that was used."""
    typed = re.sub(r"\s", "", code)
    current = int((at or datetime.now(UTC)).timestamp()) // STEP
    made = pyotp.TOTP(secret)
    right = [step for step in (current - 1, current, current + 1) if hmac.compare_digest(made.generate_otp(step).encode(), typed.encode())]
    return next((step for step in right if last is None or step > last), None)


def new_spare_codes() -> tuple[str, ...]:
    """Spare codes of 80 random bits each, in groups of four letters and figures."""
    return tuple(_grouped(base64.b32encode(secrets.token_bytes(10)).decode().lower()) for _ in range(SPARES))


def hashed(codes: Iterable[str]) -> list[str]:
    """What is kept of spare codes. They are long and random, so that a plain digest tells nothing."""
    return [hashlib.sha256(_bare(code).encode()).hexdigest() for code in codes]


def is_spare(code: str) -> bool:
    """Whether it is as long as a spare code."""
    return len(_bare(code)) == 16


def left_without(kept: list[str], code: str) -> list[str] | None:
    """What is left of spare codes when this one is used; nothing if it is none of them."""
    [digest] = hashed([code])
    return [it for it in kept if it != digest] if digest in kept else None


def _bare(code: str) -> str:
    return re.sub(r"[\s-]", "", code).lower()


def _grouped(code: str) -> str:
    return "-".join(re.findall(".{4}", code))
