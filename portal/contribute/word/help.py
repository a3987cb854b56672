"""The words that stand in the Word file to fill in before anybody writes in it, in the form’s own terms; known again when it comes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from portal.contribute.steps import CHOICES, SECTIONS, WORDS
from portal.contribute.word.names import GROUPS, SINGLE, label, part_field

TITLE = "Your project, for other councils to copy"
CHOOSE = "Choose from: "

INTRODUCTION = (
    "Fill in what you know and leave the rest empty. Then upload this file where you found it. You will see what was read.",
    "No names of people, and no addresses or telephone numbers of one person. Give a role and a mailbox that a team reads.",
)
HEADS = ("What we ask", "Your answer")
FIGURES = "Leave out a figure that has no source. For another row, press Tab in the last cell."
SOURCES = "The first row is source 1, the second source 2, and so on. Say where a figure comes from by its number."


def about(name: str) -> Iterator[str]:
    """Help with one field: the form's question where its label is shorter, and its hint."""
    words = WORDS[name]
    yield from (it for it in (words.label if words.short else "", words.hint) if it)


def choices_of(name: str, listed: dict[str, Sequence[str]]) -> Iterator[str]:
    """What there is to choose from."""
    field = part_field(name)
    choices = ("false", "true") if field.kind == "yes or no" else field.choices
    if name != "costs.currency" and (names := listed.get(name) or [CHOICES.get(name, {}).get(it, it) for it in choices]):
        yield f"{CHOOSE}{'; '.join(names)}."


def columns_help(group: str) -> Iterator[str]:
    """Help with the columns that have some, for above a table."""
    for part in GROUPS[group].parts:
        name = f"{group}.{part.name}"
        for words in (WORDS[name].hint, *choices_of(name, {})):
            if words:
                yield f"{label(name)}: {words[0].lower()}{words[1:]}"


def _same(words: str) -> str:
    return " ".join(words.split()).casefold()


_HELP = frozenset(
    _same(it)
    for it in (
        *INTRODUCTION,
        *HEADS,
        FIGURES,
        SOURCES,
        TITLE,
        *(it for name in (*SINGLE, *SECTIONS) for it in about(name)),
        *(it for group in GROUPS for it in columns_help(group)),
    )
)


def is_help(words: str) -> bool:
    """Whether these words are the template's own, and nothing that an author wrote."""
    return _same(words) in _HELP
