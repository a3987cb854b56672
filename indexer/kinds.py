"""What each kind of field may hold, how its words become a value, and what to say when they do not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from indexer.casestudy import PartialDate
from indexer.values import Scalar

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 100
_LONGEST_URL = 2000
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of value is read (ValueError if it is not one), what it must be, and what to write.

    `meant` gives what was surely meant; nothing where it could be two things.
    """

    read: Callable[[Scalar], Any]
    must: str = ""
    fix: Callable[[str], str] = str
    meant: Callable[[str], str] = lambda text: ""


def one_line(text: str) -> str:
    """Words with single spaces between them and no line breaks."""
    return " ".join(text.split())


def read_value(kind: str, value: Scalar) -> Any:
    """The value that was meant. Raises ValueError when it is not of that kind."""
    return KINDS[kind].read(value)


def _words(value: Scalar) -> str:
    return one_line(value.text)


def _number(value: Scalar) -> int | float:
    if not _NUMBER.fullmatch(value.text):
        raise ValueError(value.text)
    return float(value.text) if "." in value.text else int(value.text)


def _whole(value: Scalar) -> int:
    if not re.fullmatch(r"\d{1,9}", value.text):
        raise ValueError(value.text)
    return int(value.text)


def _source(value: Scalar) -> int:
    number = _whole(value)
    if number < 1:
        raise ValueError("sources count from 1")
    return number


def _yes_or_no(value: Scalar) -> bool:
    words = {"true": True, "yes": True, "false": False, "no": False}
    if value.text.lower() not in words:
        raise ValueError(value.text)
    return words[value.text.lower()]


def _partial_date(value: Scalar) -> PartialDate:
    found = PartialDate.parse(value.text.strip())
    if found.year not in _YEARS:
        raise ValueError(value.text)
    return found


def _date(value: Scalar) -> date:
    found = _partial_date(value)
    if found.day is None:
        raise ValueError(value.text)
    return found.first_day


def _measurement(value: Scalar) -> int | float | str:
    try:
        return _number(value)
    except ValueError:
        return _words(value)


def _slug(value: Scalar) -> str:
    if not SLUG.fullmatch(value.text) or len(value.text) > LONGEST_SLUG:
        raise ValueError(value.text)
    return value.text


def _url(value: Scalar) -> str:
    parts = urlsplit(value.text)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or "." not in host or "@" in parts.netloc or len(value.text) > _LONGEST_URL:
        raise ValueError(value.text)
    if re.search(r"[\s<>\"\\^`{|}]", value.text):
        raise ValueError(value.text)
    return value.text


def _email(value: Scalar) -> str:
    if len(value.text) > 254 or not _EMAIL.fullmatch(value.text):
        raise ValueError(value.text)
    return value.text


def _meant_number(text: str) -> str:
    # A comma may be somebody's decimal point: only before every three digits is it surely not.
    found = re.fullmatch(r"£? ?(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d{1,6})?", text.strip()[:60])
    return (found[1].replace(",", "") + (found[2] or "")) if found else ""


def _meant_day(text: str) -> str:
    written = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}", text.strip()[:30])
    # 3/4/2026 is in March to some.
    sure = not written or int(written[1]) > 12 or written[1] == written[2]
    return _as_date(text, _DAY_FORMS, "%Y-%m-%d")[6:-1] if sure else ""


def _meant_month(text: str) -> str:
    return _meant_day(text) or _as_date(text, _MONTH_FORMS, "%Y-%m")[6:-1]


def _meant_yes(text: str) -> str:
    return {"y": "true", "n": "false", "true": "true", "false": "false", "yes": "true", "no": "false"}.get(text.strip().lower(), "")


def _plain_number(text: str) -> str:
    digits = re.sub(r"[£$€,\s]|GBP", "", text[:60])
    return f"Write {digits}." if _NUMBER.fullmatch(digits) else "Write digits only, such as 240000, and put words in another field."


#: Ways people write a day. The day comes first: this is for British councils.
_DAY_FORMS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d", "%d/%m/%y", "%B %d, %Y")
_MONTH_FORMS = ("%m/%Y", "%B %Y", "%b %Y", "%Y/%m")


def _day(text: str) -> str:
    return _as_date(text, _DAY_FORMS, "%Y-%m-%d") or "Write the year, month and day, such as 2026-11-22. The day must be one that there is."


def _day_or_month(text: str) -> str:
    found = _as_date(text, _DAY_FORMS, "%Y-%m-%d") or _as_date(text, _MONTH_FORMS, "%Y-%m")
    return found or "Write as much as is known: 2026, 2026-11 or 2026-11-22. The day must be one that there is."


def _as_date(text: str, forms: tuple[str, ...], wanted: str) -> str:
    for form in forms:
        try:
            found = datetime.strptime(re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text[:30].strip()), form).replace(tzinfo=UTC)
        except ValueError:
            continue
        return f"Write {found.strftime(wanted)}."
    return ""


def _address(text: str) -> str:
    return (
        f"Write https://{text[:100]}"
        if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", text[:300])
        else "Copy it from the browser’s address bar."
    )


def _say(words: str) -> Callable[[str], str]:
    return lambda _: words


#: Kinds that hold an author's own words, which a mark of YAML may cut short.
OWN_WORDS = ("text", "measurement", "email", "url")

_PLAIN = Kind(_words)

KINDS: Mapping[str, Kind] = {
    "text": _PLAIN,
    "measurement": Kind(_measurement),
    "number": Kind(_number, "a plain number", _plain_number, _meant_number),
    "whole number": Kind(_whole, "a whole number", _say("Write digits only, such as 2024.")),
    "yes or no": Kind(_yes_or_no, "true or false", _say("Write true or false."), _meant_yes),
    "date": Kind(_date, "a date as YYYY-MM-DD", _day, _meant_day),
    "partial date": Kind(_partial_date, "a date as YYYY, YYYY-MM or YYYY-MM-DD", _day_or_month, _meant_month),
    "choice": _PLAIN,
    "slug": Kind(_slug, "a case study’s name: small letters, digits and hyphens", _say("Copy the last part of the case study’s address.")),
    "council": _PLAIN,
    "partner": _PLAIN,
    "theme": _PLAIN,
    "barrier": _PLAIN,
    "url": Kind(_url, "a whole address that begins with https:// or http://", _address),
    "email": Kind(_email, "an email address", _say("Write one shared mailbox, such as housing@council.gov.uk.")),
    "source number": Kind(_source, "the number of a source, counting from 1", _say("Count down the list under `sources`.")),
}
