"""A question as the index in memory understands it: words by their stems, phrases, synonyms, slips, and a table of meanings."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from indexer import Vocabulary

#: Words of one row mean alike.
CONCEPTS = (
    ("repair", "maintenance", "fix", "upkeep", "broken"),
    ("damp", "mould", "condensation", "moisture"),
    ("sensor", "monitor", "detector", "device", "gadget"),
    ("bin", "refuse", "waste", "rubbish", "recycl"),
    ("replace", "migrate", "modernise", "legacy"),
    ("chatbot", "assistant", "bot"),
    ("housing", "tenant", "home", "landlord", "dwelling"),
    ("road", "highway", "pothole", "carriageway"),
    ("failure", "abandon", "overrun"),
)

STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """a an and are as at be but by can could do does for from has have how i if in into is it its me my need not of on or our
        that the their them then there they this to us want was we were what when where which who why will with would you your""",
    )
)

#: Longer questions are cut: nobody asks in more words.
MOST_CHARACTERS, MOST_WORDS = 10_000, 100

#: Slips are looked for in words of these lengths, in questions of so many characters.
SHORTEST, LONGEST, MOST_SPELT = 5, 20, 300


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its commonest endings, so that “repairs” finds “repair”."""
    word = word.lower()
    for ending in ("ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word.removesuffix("e") if len(word) > 4 else word


CONCEPT_OF = {stem(word): number for number, row in enumerate(CONCEPTS) for word in row}


def concepts_of(text: str) -> frozenset[int]:
    """What a text is about."""
    return frozenset(CONCEPT_OF[each] for word in words_of(text) if (each := stem(word)) in CONCEPT_OF)


def words_of(text: str) -> list[str]:
    """The words of a text."""
    return re.findall(r"\w+", text)


def run_of(text: str) -> str:
    """The stems of a text in order, with a blank around each, so that a run of them is found by `in`."""
    return f" {' '.join(map(stem, words_of(text)))} "


@dataclass(frozen=True, slots=True)
class Added:
    """A synonym: which stems it stands for, its own stems as a run, and its words as listed."""

    stands_for: frozenset[str]
    run: str
    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart: what was typed by stem, the phrases in quotes as runs, synonyms, and the concepts it is about."""

    typed: Mapping[str, str]
    phrases: tuple[str, ...]
    added: tuple[Added, ...]
    concepts: frozenset[int]
    title: str
    anything: bool


def ask(text: str, vocabulary: Vocabulary) -> Asked:
    """Take any text apart. A stop word counts only inside quotes, or where it is the whole question."""
    text = text[:MOST_CHARACTERS].strip()
    words = words_of(text)[:MOST_WORDS]
    telling = [word for word in words if word.lower() not in STOP_WORDS] or (words if len(words) == 1 else [])
    typed = {stem(word): word for word in reversed(telling)}
    phrases = (run_of(phrase) for phrase in re.findall(r"[\"“”]([^\"“”]+)[\"“”]", text))
    return Asked(
        typed=dict(reversed(typed.items())),
        phrases=tuple(phrase for phrase in phrases if len(phrase.split()) > 1),
        added=tuple(_added(run_of(" ".join(words)), vocabulary)),
        concepts=frozenset(CONCEPT_OF[each] for each in typed if each in CONCEPT_OF),
        title=title_of(text),
        anything=not text,
    )


def title_of(text: str) -> str:
    """A text as titles are compared."""
    return " ".join(words_of(text.casefold()))


def put_right(text: str, spelt: Collection[str], vocabulary: Vocabulary) -> str | None:
    """The question with its slips put right. `spelt` are the words that case studies hold.

    None where nothing is amiss, or where a word would be left that no case study holds.
    """
    if len(text) > MOST_SPELT:
        return None
    listed = {stem(word) for entry in vocabulary.synonyms for word in words_of(entry.typed)} | {stem(word) for word in spelt}
    right: dict[str, str] = {}
    for word in words_of(text):
        if word.lower() not in STOP_WORDS and stem(word) not in listed:
            nearest = _nearest(word, spelt)
            if nearest is None:
                return None
            right[word] = nearest
    return re.sub(r"\w+", lambda found: right.get(found[0], found[0]), text) if right else None


def _nearest(word: str, words: Iterable[str]) -> str | None:
    if not (SHORTEST <= len(word) <= LONGEST and word.isalpha()):
        return None
    near = [each for each in words if each[0] == word[0].lower() and len(each) >= SHORTEST]
    return next(iter(difflib.get_close_matches(word.lower(), near, 1, 0.8)), None)


def _added(run: str, vocabulary: Vocabulary) -> Iterable[Added]:
    """The synonyms of what was typed, but for those that were typed too."""
    for entry in vocabulary.synonyms:
        typed = run_of(entry.typed)
        if typed in run:
            yield from (Added(frozenset(typed.split()), run_of(words), words) for words in entry.finds if run_of(words) not in run)
