"""Every rule, in the order of their ids. Each is a generator of what breaks it, with a “must” sentence and a fix.

    CB-0..  reading the file      CB-3..  agreed lists, name and folder    CB-6..  advice
    CB-1..  which fields          CB-4..  the text                         CB-7..  people
    CB-2..  what is in them       CB-5..  all the files together           CB-8..  honesty    CB-9..  plain English

To add one: write the generator in the file for its subject, and name it here.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from indexer.draft import Draft
from indexer.rules import across, advice, contents, english, honesty, markup, names, people, places, reading, shapes, spelling, text, whole
from indexer.rules.rule import Rule
from indexer.values import Flaw

RULES: tuple[Rule[Draft, Flaw], ...] = (
    reading.size,
    reading.encoding,
    reading.characters,
    reading.fences,
    reading.yaml,
    reading.quotes,
    reading.twice,
    reading.plain,
    reading.tabs,
    shapes.unknown_field,
    shapes.missing_field,
    shapes.shape,
    shapes.list_length,
    shapes.text_length,
    shapes.repeated_item,
    contents.kind,
    contents.choice,
    contents.order,
    names.agreed,
    names.somebody,
    names.still_there,
    names.file_name,
    names.folder,
    text.missing_heading,
    text.unknown_heading,
    text.heading_order,
    text.heading_twice,
    text.empty_heading,
    text.structure,
    text.citation,
    text.source_number,
    markup.placeholder,
    markup.skipped_level,
    markup.described,
    markup.link_words,
    markup.anchor,
    markup.no_tags,
    advice.review,
    advice.summary,
    advice.attributed,
    advice.drawable,
    spelling.spelling,
    people.role,
    people.mailbox,
    people.mobile,
    people.insurance_number,
    people.health_number,
    people.home,
    people.signature,
    honesty.carried,
    honesty.forecast,
    honesty.same_unit,
    honesty.possible,
    honesty.covered,
    english.long_sentence,
    english.plain_word,
    english.spelt_out,
    english.reading_age,
)

#: What a build asks: advice is for authors, and would take it a third longer to read.
BINDING = tuple(each for each in RULES if each.severity == "fault")

#: What a check alone asks, of the library as a whole and over time: see whole.py.
WHOLE: tuple[Rule[whole.Library, whole.Remark], ...] = (
    whole.alike,
    whole.vanished,
    whole.leads_somewhere,
    whole.picture,
    whole.long_overdue,
)

ACROSS: tuple[Rule[across.Survey, across.Clash], ...] = (across.taken, across.withdrawn, across.copied)

#: Every rule there is, in the order of ids.
EVERY: tuple[Rule[Any, Any], ...] = tuple(sorted((*RULES, *ACROSS, *WHOLE, places.stray, places.unreadable), key=lambda each: each.id))


@cache
def rules_version() -> str:
    """Changes whenever the code that reads and judges a case study does, so that nobody has to remember a number."""
    package = Path(__file__).parent
    files = [*package.glob("*.py"), *(package.parent / f"{name}.py" for name in _READERS)]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in sorted(files))).hexdigest()


_READERS = (
    "casestudy",
    "corpus",
    "draft",
    "fields",
    "finish",
    "frontmatter",
    "kinds",
    "prose",
    "repairs",
    "safe_yaml",
    "values",
    "vocabulary",
)
