"""What of a case study goes into which field of the word index."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.casestudy import CaseStudy
from indexer.embedded.words import PART_END, whole_words
from indexer.fields import NEEDED_HEADINGS, OPTIONAL_HEADINGS
from indexer.passages import plain_text
from indexer.vocabulary import Council, Vocabulary

#: Far more than the rules let a case study have; a last guard for texts that come another way.
LONGEST = 300_000

#: These stand in every case study and tell none from another.
_FIXED = frozenset(("", *NEEDED_HEADINGS, *OPTIONAL_HEADINGS))


def word_fields(case_study: CaseStudy, vocabulary: Vocabulary) -> dict[str, str]:
    """A text for each field of the word index, and the slug."""
    councils = [vocabulary.councils[slug] for slug in case_study.councils if slug in vocabulary.councils]
    partners = [vocabulary.partners[slug] for slug in case_study.partners if slug in vocabulary.partners]
    terms = [vocabulary.themes.get(slug) for slug in case_study.themes] + [vocabulary.barriers.get(slug) for slug in case_study.barriers]
    sections = case_study.sections
    headings = [section.heading for section in sections if section.heading not in _FIXED]
    measures = [f"{outcome.measure} {outcome.unit or ''}" for outcome in case_study.outcomes]
    # A source often says in the usual words what we say in plain ones ("SEND", "cyber attack").
    named = [asset.title for asset in case_study.assets] + [source.title for source in case_study.sources]
    texts = {
        "title": [case_study.title],
        "summary": [case_study.summary],
        "headings": headings,
        "body": [plain_text(section.text) for section in sections] + measures + named,
        "councils": [name for council in councils for name in _names(council)] + [partner.name for partner in partners],
        "places": [place for council in councils for place in _places(council, vocabulary)] + [partner.country for partner in partners],
        "suppliers": case_study.suppliers,
        "technology": case_study.technology,
        "themes": [term.name for term in terms if term],
    }
    return {"slug": case_study.slug} | {name: _joined(parts) for name, parts in texts.items()}


def _names(council: Council) -> Iterable[str]:
    return council.name, council.short_name, *council.other_names


def _places(council: Council, vocabulary: Vocabulary) -> Iterable[str]:
    above = [vocabulary.councils[slug].short_name for slug in (council.county, council.combined_authority) if slug in vocabulary.councils]
    return council.nation, council.region, council.kind, *above


def _joined(parts: Iterable[str]) -> str:
    return whole_words(f" {PART_END} ".join(parts)[:LONGEST])
