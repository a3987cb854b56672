"""Plain English, as advice: short sentences, plain words, initialisms spelt out, a text that most people can read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from indexer.draft import Draft
from indexer.rules.phrases import EVERYBODY_KNOWS, INSTEAD
from indexer.rules.rule import rule, shown
from indexer.values import Flaw

LONGEST_SENTENCE = 25
_WORD = re.compile(r"[^\W_](?:[\w’'&./,:%+-]*[\w%])?|[£$€]\d[\d.,]*", re.UNICODE)


def _is_english(draft: Draft) -> bool:
    return not any(value.text == "cy" for value in draft.given("language"))


@rule(
    "CB-901",
    why="Most people lose the thread of a sentence past 25 words.",
    fix="Make two sentences of it.",
    severity="advice",
)
def long_sentence(draft: Draft) -> Iterator[Flaw]:
    """A sentence must be at most 25 words."""
    for paragraph in draft.paragraphs:
        for start, sentence in paragraph.sentences():
            # Most sentences are short: a quick look first.
            if sentence.count(" ") >= LONGEST_SENTENCE:
                count = len(_WORD.findall(sentence))
                if count > LONGEST_SENTENCE:
                    first = start + len(sentence) - len(sentence.lstrip())
                    says = f"A sentence must be at most {LONGEST_SENTENCE} words; this one has {count}: {shown(_tidy(sentence))}."
                    yield Flaw(*paragraph.place(first), says, "Make two sentences of it, or a list.")


def _tidy(sentence: str) -> str:
    return re.sub(r"\s+(?=[.,;:!?])", "", sentence)


@rule("CB-902", why="Plain words are read faster, by more people, and translate better.", fix="Use the plain word.", severity="advice")
def plain_word(draft: Draft) -> Iterator[Flaw]:
    """A word must be the plain one where there is one."""
    if not _is_english(draft):
        return
    texts = [(paragraph, paragraph.text.lower()) for paragraph in draft.paragraphs]
    whole = "\n".join(text for _, text in texts)
    # Looking for each by itself takes a tenth of the time of one pattern with them all.
    found = [phrase for phrase in INSTEAD if phrase in whole]
    for paragraph, text in texts if found else ():
        for match in re.finditer(rf"\b(?:{'|'.join(sorted(found, key=len, reverse=True))})\b", text):
            says = f"A word must be the plain one; there is one for {shown(match[0])}."
            yield Flaw(*paragraph.place(match.start()), says, INSTEAD[match[0].lower()])


#: Capitals, perhaps with digits, that stand alone: not part of a name with a dot, a hyphen or a slash.
_INITIALS = re.compile(r"(?<![\w@./#&-])(?=[A-Z0-9&]*[A-Z][A-Z0-9&]*[A-Z])[A-Z][A-Z0-9&]{1,5}(?=(?:s|’s|'s)?(?![\w@/&]|\.\w|-\w| \d\d))")
_ROMAN = re.compile(r"[IVX]+")
_NAMES = ("technology", "suppliers", "funding", "title", "procurement.framework", "procurement.route", "sources.publisher")


@rule("CB-903", why="A reader from another service does not know your initials.", fix="Spell it out the first time.", severity="advice")
def spelt_out(draft: Draft) -> Iterator[Flaw]:
    """An initialism must be spelt out where it first stands in the text."""
    seen: set[str] = set()
    names: frozenset[str] | None = None
    for paragraph in draft.paragraphs:
        # A summary has no room: what the text spells out may stand there.
        if not paragraph.heading:
            continue
        for match in _INITIALS.finditer(paragraph.text):
            word = match[0]
            if word in seen or word in EVERYBODY_KNOWS or _ROMAN.fullmatch(word):
                continue
            seen.add(word)
            names = names or _names(draft)
            before, after = paragraph.text[: match.start()].rstrip(" “‘\"'"), paragraph.text[match.end() :]
            if (
                word not in names
                and not before.endswith(("(", ",", " or"))
                and not re.match(r"(?:’s|'s|s)?[”’\"']?,? *\(|, (?:the|or|a) ", after)
            ):
                says = f"An initialism must be spelt out where it first stands; {shown(word)} is not."
                yield Flaw(*paragraph.place(match.start()), says, f"Write the words, then ({word}). If it is a name, say what it is.")


def _names(draft: Draft) -> frozenset[str]:
    """The capitals in names that the file gives in full elsewhere: products, suppliers, councils, partners, the title."""
    texts = [slot.value.text for slot in draft.slots("text") if slot.label in _NAMES]
    for value in draft.given("councils"):
        if council := draft.vocabulary.councils.get(value.text):
            texts += [council.name, council.short_name, *council.other_names]
    texts += [draft.vocabulary.partners[value.text].name for value in draft.given("partners") if value.text in draft.vocabulary.partners]
    return frozenset(re.findall(r"[A-Z][A-Z0-9&]+", " ".join([*texts, draft.slug.replace("-", " ").upper()])))


#: Below this many words the sum means nothing.
_FEWEST = 100
_OLDEST = 17
_VOWELS = re.compile(r"[aeiouy]+")


@rule(
    "CB-904",
    why="Writing that a sixteen-year-old can read is quicker for everyone, experts too.",
    fix="Use shorter sentences and shorter words.",
    severity="advice",
)
def reading_age(draft: Draft) -> Iterator[Flaw]:
    """The text must have a reading age of at most 17 (by Flesch and Kincaid's sum)."""
    if draft.is_adoption or not _is_english(draft) or draft.front.text is None:
        return
    found = re.findall(r"[a-z]+(?:['’][a-z]+)?", " ".join(paragraph.text for paragraph in draft.paragraphs).lower())
    words = len(found)
    if words >= _FEWEST:
        sentences = sum(1 for paragraph in draft.paragraphs for _ in paragraph.sentences())
        syllables = sum(map(_syllables, found))
        age = round(0.39 * words / sentences + 11.8 * syllables / words - 15.59 + 5)
        if age > _OLDEST:
            says = f"The text must have a reading age of at most {_OLDEST}; by its long words and sentences this one’s is about {age}."
            yield Flaw(draft.front.text_line, 1, says, "Shorten the longest sentences, and use plain words for long ones.")


@lru_cache(maxsize=20_000)
def _syllables(word: str) -> int:
    """About how many: runs of vowels, without a silent e."""
    count = len(_VOWELS.findall(word))
    if word.endswith("e") and not word.endswith("le") and count > 1:
        count -= 1
    return max(1, count)
