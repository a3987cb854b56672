"""What a collection covers, counted and drawn: its themes, where its councils are, and how sure its evidence is. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from indexer import CaseStudy, Index, evidence
from portal.casestudies import named
from portal.charts import bars
from portal.curation.shown import ShownSection, ShownTail
from portal.templating import evidence_name

#: A picture has at most this many lines.
MOST_LINES = 7


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a picture: what is counted, the bar, and the number."""

    name: str
    bar: Markup
    number: int


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture, a table whose middle column is drawn. `words` say what its figures are of."""

    title: str
    words: str
    lines: tuple[Line, ...]
    #: What is counted but not drawn.
    also: str = ""


def coverage(sections: Iterable[ShownSection], after: ShownTail | None, index: Index) -> tuple[Picture, ...]:
    """The three pictures of what a collection covers, by hand and by a search; none where there is nothing to read in it."""
    studies = [it.case_study for section in sections for it in section.items if it.case_study]
    studies += after.case_studies if after else ()
    if not studies:
        return ()
    lists = index.vocabulary
    themes = Counter(theme.name for it in studies for theme in named(it.themes, lists.themes))
    grades = Counter(evidence(it, index.adoptions).grade for it in studies)
    surest_first = [(evidence_name(grade), grades[grade]) for grade in range(4, -1, -1)]
    return (
        _most("Themes", "How many of its case studies are on each theme. One may be on several.", themes),
        _most("Councils", _councils_words(studies), _places(studies, index)),
        Picture("Evidence", "How sure we are of what each says came of it.", _lines(surest_first)),
    )


def _councils_words(studies: Sequence[CaseStudy]) -> str:
    councils = len({slug for it in studies for slug in it.councils})
    partners = len({slug for it in studies for slug in it.partners})
    found = [f"{number} {name if number == 1 else f'{name}s'}" for number, name in ((councils, "council"), (partners, "partner")) if number]
    return f"{' and '.join(found) or 'No councils'}, by where they are."


def _places(studies: Iterable[CaseStudy], index: Index) -> Counter[str]:
    """How many councils and partners are in each nation and region, each of them counted once."""
    lists, studies = index.vocabulary, list(studies)
    councils = {slug: lists.councils[slug] for it in studies for slug in it.councils if slug in lists.councils}
    partners = {slug: lists.partners[slug] for it in studies for slug in it.partners if slug in lists.partners}
    return Counter(it.region if it.nation == "England" else it.nation for it in councils.values()) + Counter(
        it.country for it in partners.values()
    )


def _most(title: str, words: str, counted: Counter[str]) -> Picture:
    """A picture of the highest; what is past so many lines is named under it, and not drawn."""
    ordered = sorted(counted.items(), key=lambda it: (-it[1], it[0]))
    rest = "; ".join(f"{name}, {number}" for name, number in ordered[MOST_LINES:])
    return Picture(title, words, _lines(ordered[:MOST_LINES]), f"Also: {rest}." if rest else "")


def _lines(counted: Sequence[tuple[str, int]]) -> tuple[Line, ...]:
    drawn = bars(*(number for _, number in counted)) if counted else ()
    return tuple(Line(name, bar.svg("after"), number) for (name, number), bar in zip(counted, drawn, strict=True))
