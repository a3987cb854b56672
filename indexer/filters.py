"""What readers can filter by: each filter once, with the values a case study has for it and their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from indexer.casestudy import CaseStudy, anchor_for
from indexer.vocabulary import KINDS, Vocabulary

#: The grades of evidence in words, from 0 to 4.
EVIDENCE_NAMES = ("Described", "Reported", "Measured", "Checked", "Repeated")

PROVENANCE_NAMES = {"council": "Confirmed by the council", "public-sources": "Compiled from public sources"}

LICENCE_NAMES = {"OGL-UK-3.0": "Open Government Licence v3.0", "CC-BY-4.0": "Creative Commons Attribution 4.0"}

#: A value's slug and its name for readers.
Named = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter. `single` when a case study has exactly one value, so that its counts add up to the total."""

    name: str
    label: str
    values: Callable[[CaseStudy, Vocabulary], Named]
    single: bool = False


def _themes(case_study: CaseStudy, vocabulary: Vocabulary) -> Named:
    return {slug: vocabulary.themes[slug].name for slug in case_study.themes if slug in vocabulary.themes}


def _barriers(case_study: CaseStudy, vocabulary: Vocabulary) -> Named:
    return {slug: vocabulary.barriers[slug].name for slug in case_study.barriers if slug in vocabulary.barriers}


def _councils(case_study: CaseStudy, vocabulary: Vocabulary) -> Named:
    return {slug: vocabulary.councils[slug].name for slug in case_study.councils if slug in vocabulary.councils}


def _partners(case_study: CaseStudy, vocabulary: Vocabulary) -> Named:
    return {slug: vocabulary.partners[slug].name for slug in case_study.partners if slug in vocabulary.partners}


_UK_NATIONS = {"England", "Scotland", "Wales", "Northern Ireland"}


def _nations(case_study: CaseStudy, vocabulary: Vocabulary) -> Named:
    """The nations of its councils, or of its partners where no council is named. Elsewhere: abroad, and which country."""
    places = [vocabulary.councils[slug].nation for slug in case_study.councils if slug in vocabulary.councils]
    if not places:
        places = [vocabulary.partners[slug].country for slug in case_study.partners if slug in vocabulary.partners]
    named: dict[str, str] = {}
    for place in places:
        if place not in _UK_NATIONS | {"United Kingdom"}:
            named["abroad"] = "Abroad"
        named[anchor_for(place)] = "UK-wide" if place == "United Kingdom" else place
    return named


def _regions(case_study: CaseStudy, vocabulary: Vocabulary) -> Named:
    """English regions, the only ones there are; a nation is its own filter."""
    councils = [vocabulary.councils[slug] for slug in case_study.councils if slug in vocabulary.councils]
    return {anchor_for(council.region): council.region for council in councils if council.nation == "England"}


def _kinds(case_study: CaseStudy, vocabulary: Vocabulary) -> Named:
    types = [vocabulary.councils[slug].type for slug in case_study.councils if slug in vocabulary.councils]
    return {kind: KINDS.get(kind, kind) for kind in types}


def _years(case_study: CaseStudy, _: Vocabulary) -> Named:
    """Every year from start to end; the one year known, where only one is."""
    known = [partial.year for partial in (case_study.started, case_study.ended) if partial]
    return {str(year): str(year) for year in range(min(known), max(known) + 1)} if known else {}


#: Every filter that depends on the case study and the agreed lists alone, in the order a reader meets them.
#: Evidence is added by whoever knows the grade (see `filter_values`).
FILTERS: tuple[Filter, ...] = (
    Filter("theme", "Theme", _themes),
    Filter("barrier", "Barrier", _barriers),
    Filter("status", "Status", lambda it, _: {it.status: it.status.capitalize()}, single=True),
    Filter("evidence", "Evidence", lambda it, _: {}, single=True),
    Filter("nation", "Nation", _nations),
    Filter("region", "Region of England", _regions),
    Filter("kind", "Kind of council", _kinds),
    Filter("year", "Year of the work", _years),
    Filter("provenance", "Who wrote it", lambda it, _: {it.provenance: PROVENANCE_NAMES[it.provenance]}, single=True),
    Filter("licence", "Licence", lambda it, _: {it.licence: LICENCE_NAMES.get(it.licence, it.licence)}, single=True),
    Filter("council", "Council", _councils),
    Filter("partner", "Partner", _partners),
    Filter("supplier", "Supplier", lambda it, _: {anchor_for(name): name for name in it.suppliers}),
)

FILTER_NAMES = tuple(each.name for each in FILTERS)


def filter_values(case_study: CaseStudy, vocabulary: Vocabulary, evidence: int) -> dict[str, Named]:
    """The values a case study has, by filter, each with its name. `evidence` is its grade, 0 to 4."""
    values = {each.name: each.values(case_study, vocabulary) for each in FILTERS}
    values["evidence"] = {str(evidence): EVIDENCE_NAMES[evidence]}
    return values


def value_name(name: str, value: str, vocabulary: Vocabulary) -> str:
    """The name of a filter's value for readers, also where no case study has it."""
    lists: dict[str, Mapping[str, str]] = {
        "theme": {slug: term.name for slug, term in vocabulary.themes.items()},
        "barrier": {slug: term.name for slug, term in vocabulary.barriers.items()},
        "council": {slug: council.name for slug, council in vocabulary.councils.items()},
        "partner": {slug: partner.name for slug, partner in vocabulary.partners.items()},
        "kind": KINDS,
        "provenance": PROVENANCE_NAMES,
        "licence": LICENCE_NAMES,
        "evidence": {str(grade): word for grade, word in enumerate(EVIDENCE_NAMES)},
    }
    return lists.get(name, {}).get(value) or value.replace("-", " ").capitalize()
