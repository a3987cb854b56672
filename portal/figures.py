"""Amounts and measurements in a reader's words: “£28.6 million”, “72 empties a day”, “from 18% to 7%”."""

from __future__ import annotations

import math
import re
from typing import TypeGuard

from indexer import Outcome

_SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "US$", "AUD": "A$", "CAD": "C$", "NZD": "NZ$", "SGD": "S$"}
_NAMES = {
    "DKK": "Danish kroner",
    "ISK": "Icelandic krónur",
    "NOK": "Norwegian kroner",
    "SEK": "Swedish kronor",
    "UAH": "Ukrainian hryvnias",
}
_MONEY_UNIT = re.compile(r"(£|€|[A-Z]{0,2}\$)\s*(.*)", re.DOTALL)
_FIGURE_BEGINS = re.compile(r"(?<![\d.,])(?=\d)")
_LARGE = ((1_000_000_000, "billion"), (1_000_000, "million"))


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether it can be drawn or counted: a finite number, and not yes or no."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def number(value: int | float) -> str:
    """A number with commas between thousands and a true minus sign."""
    plain = f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"
    return plain.replace("-", "−")


def money(amount: int | float, currency: str = "GBP") -> str:
    """An amount of money: “£28.6 million”, “£830,610”, “1.2 billion Danish kroner”."""
    if currency in _SYMBOLS:
        return _with_symbol(_SYMBOLS[currency], _large(amount))
    return f"{_large(amount)} {_NAMES.get(currency, currency)}"


def figure(value: int | float | str, unit: str | None) -> str:
    """A measurement with what it counts. Words that are no figure stand by themselves."""
    unit = (unit or "").strip()
    found = _MONEY_UNIT.fullmatch(unit)
    if not is_number(value):
        text = str(value)
        if not re.match(r"\d", text):
            return text
        if found:
            return _joined(_FIGURE_BEGINS.sub(lambda _: found[1], text), found[2])
        return _joined(text, unit)
    if found:
        amount = number(value) if found[2].startswith(("million", "billion")) else _large(value)
        return f"{_with_symbol(found[1], amount)} {found[2]}".strip()
    return _joined(number(value), unit)


def change_in_words(outcome: Outcome) -> str:
    """What an outcome says, in a few words: from what to what, or the one figure there is."""
    before, after, unit = outcome.before, outcome.after, outcome.unit
    if before is not None and after is not None:
        if is_number(before) and is_number(after):
            return f"from {_short(before, unit)} to {figure(after, unit)}"
        return f"before: {figure(before, unit)}; after: {figure(after, unit)}"
    if outcome.change is not None:
        return _change(outcome.change, unit)
    if after is not None:
        return figure(after, unit)
    return figure(before, unit) if before is not None else "no figure given"


def _change(change: int | float | str, unit: str | None) -> str:
    """A fall is said as one. A rise is not, since what is counted may itself be a saving."""
    if is_number(change) and change < 0:
        return f"down {figure(-change, unit)}"
    return figure(change, unit)


def _short(value: int | float, unit: str | None) -> str:
    """The figure without words that the next figure repeats."""
    unit = unit or ""
    return figure(value, unit) if _MONEY_UNIT.fullmatch(unit) else figure(value, "%" if unit.startswith("%") else None)


def _joined(text: str, unit: str) -> str:
    return f"{text}{unit}" if unit.startswith("%") else f"{text} {unit}".strip()


def _large(amount: int | float) -> str:
    """An amount of money without its symbol: millions and billions as words, where nothing is lost by it; pence where there are any."""
    for size, name in _LARGE:
        share = amount / size
        if abs(share) >= 1 and round(share, 3) == share:
            return f"{number(round(share, 3) if share % 1 else int(share))} {name}"
    return f"{amount:,.2f}".replace("-", "−") if amount % 1 else number(int(amount))


def _with_symbol(symbol: str, amount: str) -> str:
    return f"−{symbol}{amount[1:]}" if amount.startswith("−") else f"{symbol}{amount}"
