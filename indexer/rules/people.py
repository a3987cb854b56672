"""Rules that keep people out of a page: no names in the contact, no mailbox, number or home of one person.

A role and a shared mailbox pass. How often these are right is measured on a kept list, in their tests.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from indexer.draft import Draft
from indexer.rules.given import FAMILY_NAMES, FIRST_NAMES, ROLE_WORDS
from indexer.rules.rule import rule, shown
from indexer.values import Flaw

_TITLED = re.compile(r"\b(Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Cllr|Sir|Dame|Lord|Lady)\.? (?:[A-Z]\.? ){0,2}[A-Z][\w'’-]+")
_CAPITALISED = re.compile(r"[^\W\d_a-z][\w'’-]*[^\W\d_A-Z][\w'’-]*|[A-Z]\.?")


def _is_role(word: str) -> bool:
    plain = re.sub(r"['’]s?$|[^a-z]", "", unicodedata.normalize("NFKD", word.lower()))
    return plain in ROLE_WORDS or plain.removesuffix("s") in ROLE_WORDS


@rule("CB-701", why="People change posts, and nobody asked them: a role still answers in five years.", fix="Give the role, not the name.")
def role(draft: Draft) -> Iterator[Flaw]:
    """A contact must be a role, never a person's name."""
    for slot in draft.slots("text"):
        if slot.label == "contact.role" and (name := _name_in(slot.value.text)):
            says = f"A contact must be a role, never a person; {shown(name)} looks like somebody’s name."
            yield Flaw(slot.value.line, slot.value.column, says, "Give the role alone, such as “Housing systems team”.")


def _name_in(words: str) -> str | None:
    """What looks like a person's name: a title and a name, a first name and another word, or two words that are no role's."""
    if titled := _TITLED.search(words):
        return titled[0]
    for part in re.split(r"[,;:()|/–—]| - |\band\b|\bor\b|&", words):
        run = part.split()
        named = [_CAPITALISED.fullmatch(word) is not None for word in run]
        for place in range(len(run) - 1):
            pair = run[place : place + 2]
            if all(named[place : place + 2]) and pair[0].lower() in FIRST_NAMES and not _is_role(pair[1]):
                return " ".join(pair)
        if 2 <= len(run) <= 3 and all(named) and not any(_is_role(word) for word in run):
            return part.strip()
        if len(run) == 1 and run[0].lower() in FIRST_NAMES and len(words.split()) < 3:
            return run[0]
    return None


_AT = re.compile(r"@")
_EMAIL = re.compile(r"(?<![\w.%+'-])([A-Za-z0-9][A-Za-z0-9._%+'-]{0,63})@((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})")

#: Providers whose mailboxes belong to one person or household.
_OF_ONE = re.compile(
    r"(gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|rocketmail|icloud|me|mac|aol|btinternet|btopenworld|talktalk|tiscali|virginmedia|"
    r"ntlworld|blueyonder|sky|protonmail|proton|pm|gmx|zoho|fastmail|mail|o2|orange|plus|plusnet)\.(com|co\.uk|net|me|org|uk|fr|de|ch|ie)",
    re.IGNORECASE,
)


@rule(
    "CB-702", why="A mailbox of one person dies with the post, and may not be published unasked.", fix="Give a mailbox that a team shares."
)
def mailbox(draft: Draft) -> Iterator[Flaw]:
    """An email address must be a shared mailbox, never one person's."""
    for line, column, match in _everywhere(draft, _EMAIL, _AT):
        if _is_personal(match[1].lower(), match[2].lower()):
            says = f"An email address must be a shared mailbox; {shown(match[0])} looks like one person’s."
            yield Flaw(line, column, says, "Give a mailbox that a team shares, such as housing.systems@…, or leave it out.")


def _is_personal(local: str, domain: str) -> bool:
    if _OF_ONE.fullmatch(domain):
        return True
    parts = [part for part in re.split(r"[._%+-]+|\d+", local.replace("'", "")) if part]
    if not parts or any(part in ROLE_WORDS and part not in FIRST_NAMES for part in parts):
        return False
    if len(parts) == 1:
        (word,) = parts
        return word in FIRST_NAMES or (len(word) > 3 and word[1:] in FAMILY_NAMES and word not in ROLE_WORDS)
    first, last = parts[0], parts[-1]
    return (
        first in FIRST_NAMES
        or last in FIRST_NAMES
        or last in FAMILY_NAMES
        or (len(first) == 1 and len(last) > 2)
        or (len(last) == 1 and len(first) > 3)
    )


#: 07 and nine digits, in any of the ways people space them; the United Kingdom's own number may stand before.
_SEVEN = re.compile(r"7[1-57-9]\)?(?:[\s.()-]{0,2}\d){8}")
_MOBILE = re.compile(
    r"(?<![\w.,/=-])(?:\+44[\s().-]{0,3}(?:\(?0\)?[\s.-]?)?|0044[\s.-]?|\(?0)7[1-57-9]\)?(?:[\s.()-]{0,2}\d){8}(?![\d/]|[.,]\d|-\d)"
)


@rule("CB-703", why="A mobile is in one person's pocket, day and night.", fix="Give a switchboard number or a shared mailbox.")
def mobile(draft: Draft) -> Iterator[Flaw]:
    """A telephone number must not be a mobile."""
    for line, column, match in _everywhere(draft, _MOBILE, _SEVEN):
        says = f"A telephone number must not be a mobile; {shown(match[0])} is one."
        yield Flaw(line, column, says, "Give a switchboard number or a shared mailbox, or leave it out.")


_SIX = re.compile(r"\d\d([ -]?)\d\d\1\d\d")
_INSURANCE = re.compile(r"(?<![\w£$€/-])[A-Z]{2}(?: \d\d \d\d \d\d | ?\d{6} ?|-\d\d-\d\d-\d\d-)[A-D](?![\w-])", re.IGNORECASE)


@rule("CB-704", why="It opens somebody's tax and benefits to a stranger.", fix="Take it out, and tell your data protection team.")
def insurance_number(draft: Draft) -> Iterator[Flaw]:
    """A text must have no National Insurance number in it."""
    for line, column, match in _everywhere(draft, _INSURANCE, _SIX):
        says = f"The text must have no National Insurance number; {shown(match[0][:2] + '…')} looks like one."
        yield Flaw(line, column, says, "Take it out. If it is a real person’s, tell your data protection team today.")


_TEN = re.compile(r"\d{3}([ -]?)\d{3}\1\d{4}")
_HEALTH = re.compile(r"(?<![\w.,£$€+/-])([34679]\d\d)([ -]?)(\d{3})\2(\d{4})(?![\w/]|[.,]\d|-\d)")


@rule("CB-705", why="It opens somebody's health record to a stranger.", fix="Take it out, and tell your data protection team.")
def health_number(draft: Draft) -> Iterator[Flaw]:
    """A text must have no NHS number in it."""
    for line, column, match in _everywhere(draft, _HEALTH, _TEN):
        digits = match[1] + match[3] + match[4]
        near = match.string[max(0, match.start() - 60) : match.start()]
        # Written in one piece, one number in eleven adds up by chance: then the words before must say what it is.
        if _adds_up(digits) and (match[2] or re.search(r"\bNHS\b|\bpatient", near)):
            says = f"The text must have no NHS number; {shown(match[1] + '…')} looks like one."
            yield Flaw(line, column, says, "Take it out. If it is a real person’s, tell your data protection team today.")


def _adds_up(digits: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == int(digits[9])


_STREET = (
    r"\d{1,4}[A-Za-z]?,? (?:[A-Z][\w'’-]+ ){1,3}(?:Road|Rd|Street|St|Avenue|Ave|Close|Lane|Drive|Way|Crescent|Court|Gardens|Grove|"
    r"Terrace|Place|Walk|Mews|Hill|Row|Rise|View|Green|Park|Square)\b"
)
_HOME = re.compile(
    rf"\bFlat \d{{1,4}}[A-Za-z]?,? (?:[A-Z][\w'’-]+ (?:House|Court|Tower|Point),? )?"
    rf"(?:{_STREET}|[A-Z][\w'’-]+ (?:House|Court|Tower|Point)\b)|"
    rf"\b(?:lives?|lived|living|resid(?:es?|ed|ing)|tenant|resident|home|house|householder|family|moved|neighbour|she|he|they|Mr|Mrs|Ms)"
    rf"\b[^.;:\n\d]{{0,40}}?\b(?:at|of|is|was|in|to|address|,) {_STREET}|"
    rf"\bhome address\b[^.\n]{{0,20}}{_STREET}"
)
_NUMBERED = re.compile(r"\d[A-Za-z]?,? [A-Z]")
_NO_HOME = re.compile(
    r"\b(council|civic|town hall|city hall|county hall|library|office|offices|hub|centre|school|hospital|depot|museum|surgery|care home|"
    r"scheme|headquarters|hq|building|station|shop|market|team|service|services)\b",
    re.IGNORECASE,
)


@rule("CB-706", why="It tells strangers where somebody lives.", fix="Name the ward or the town, not the house.")
def home(draft: Draft) -> Iterator[Flaw]:
    """A text must have nobody's home address in it."""
    for line, column, match in _everywhere(draft, _HOME, _NUMBERED):
        before = match.string[max(0, match.start() - 60) : match.start()]
        if not _NO_HOME.search(re.split(r"[.;\n]", before)[-1] + match[0]):
            says = f"The text must have nobody’s home address; {shown(match[0])} looks like one."
            yield Flaw(line, column, says, "Name the ward or the town, not the house.")


_SIGNED = re.compile(
    r"^[ \t>*_]{0,4}((?:kind|best|warm|warmest|many|with kind|with best)? ?regards|yours (?:sincerely|faithfully|truly)|"
    r"(?:many|with) thanks|best wishes|all the best|cofion(?: cynnes)?|sent from my \w+(?: \w+)?|get outlook for \w+|"
    r"signed(?: by)?:? [A-Z][\w'’-]+ [A-Z][\w'’-]+)"
    r"[ \t]*[,.!*_]{0,3}[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)


@rule("CB-707", why="A signature is left from a letter or an email, and names somebody.", fix="Delete it and what stands below it.")
def signature(draft: Draft) -> Iterator[Flaw]:
    """The text must not be signed."""
    for line, column, match in _everywhere(draft, _SIGNED, _SIGNED):
        says = f"The text must not be signed; {shown(match[1])} begins a signature."
        yield Flaw(line, column, says, "Delete it and the name below it: the contact says whom to ask.")


def _everywhere(draft: Draft, pattern: re.Pattern[str], must_have: re.Pattern[str]) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Where a pattern stands, in the text and in what was written in the fields. A quick look for what it must have comes first."""
    if not must_have.search(draft.written):
        return
    text = draft.front.text or ""
    for match in pattern.finditer(text):
        before = text.rfind("\n", 0, match.start())
        yield draft.front.text_line + text.count("\n", 0, match.start()), match.start() - before, match
    for slot in draft.own_words:
        for match in pattern.finditer(slot.value.text):
            yield slot.value.line, slot.value.column, match
