"""What people type, as it may be kept: pure functions on text."""

from __future__ import annotations

import re
from typing import Any

#: What no text needs and no eye sees: control characters (Word leaves some behind) and marks that turn the writing round.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")


def visible(text: str) -> str:
    """The text without what no eye sees and no page may hold; each line stays where it is."""
    return _UNSEEN.sub(" ", text)


def clean(text: Any) -> str:
    """Words as they were meant: plain line breaks, nothing that cannot be seen, no spaces around them."""
    return visible(_LINE_BREAKS.sub("\n", str(text or ""))).strip()
