"""What the page of one case study says, worked out from its fields: pure functions, no requests and no HTML but the bars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from indexer import Adoption, CaseStudy, Cost, Council, Outcome, Similar, Term, Vocabulary, anchor_for, evidence, readiness
from portal.charts import bars
from portal.figures import change_in_words, figure, is_number, money
from portal.markdown import render_text
from portal.templating import day

STATUSES = {
    "idea": "An idea or early design",
    "pilot": "Being tried out",
    "live": "Live, in use",
    "scaled": "In use widely, or by several councils",
    "stopped": "Stopped",
    "unknown": "Not known",
}

#: Who reports a figure, as the end of “Reported by …”.
REPORTERS = {
    "council": "the council",
    "partner": "a partner in the work",
    "supplier": "the supplier",
    "government": "the government body that paid for or ran it",
    "regulator": "a regulator",
    "independent": "an independent evaluator or auditor",
    "press": "the press",
}

#: What a figure is, where it is not a change for the better.
NATURES = {
    "harm": "Harm",
    "scale": "Size or take-up, not a result",
    "forecast": "Forecast, not a result",
    "baseline": "Before the work, not a result",
}

PROGRESS = {
    "planning": "planning to copy it",
    "doing": "copying it now",
    "live": "copied it, live",
    "stopped": "tried to copy it, and stopped",
}

LICENCES = {
    "OGL-UK-3.0": ("Open Government Licence v3.0", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"),
    "CC-BY-4.0": ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
}


def page(
    it: CaseStudy,
    vocabulary: Vocabulary,
    permanent: str,
    today: date,
    adoptions: Iterable[Adoption] = (),
    similar: Iterable[Similar] = (),
) -> Mapping[str, Any]:
    """All that `browse/case_study.html` says of a case study, published or only previewed."""
    every = tuple(adoptions)
    changed, also = results_first(it)
    return {
        "it": it,
        "vocabulary": vocabulary,
        "bodies": bodies(it, vocabulary),
        "text": render_text(it.text, len(it.sources)),
        "changed": changed,
        "also": also,
        "costs": cost_lines(it),
        "suppliers": suppliers(it),
        "themes": named(it.themes, vocabulary.themes),
        "barriers": named(it.barriers, vocabulary.barriers),
        "website": lead_website(it, vocabulary),
        "evidence": evidence(it, every),
        "ticks": readiness(it),
        "adoptions": adoptions_of(it, every),
        "similar": tuple(similar),
        "overdue": is_overdue(it, today),
        "author": author(it, vocabulary),
        "permanent": permanent,
        "citation": citation(it, vocabulary, permanent),
        "linked_data": linked_data(it, vocabulary, permanent),
    }


@dataclass(frozen=True, slots=True)
class Row:
    """One of two figures drawn to one scale."""

    name: str
    figure: str
    bar: Markup


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """An outcome as a line of words; with two bars where it is a result or harm measured before and after."""

    measure: str
    words: str
    label: str
    who: str
    period: str
    source: int | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class CostLine:
    """One amount in words, and what it covers."""

    amount: str
    covers: str
    note: str
    source: int | None


def outcome_lines(outcomes: Iterable[Outcome], sources: int) -> tuple[OutcomeLine, ...]:
    """Each outcome in words, in the author's order. A number that names no source is left out."""
    return tuple(_outcome_line(outcome, sources) for outcome in outcomes)


def results_first(case_study: CaseStudy) -> tuple[tuple[OutcomeLine, ...], tuple[OutcomeLine, ...]]:
    """The lines that say what changed, for better or worse, those that are drawn first; then forecasts, sizes and baselines."""
    changed = [outcome for outcome in case_study.outcomes if outcome.nature in ("result", "harm")]
    other = [outcome for outcome in case_study.outcomes if outcome.nature not in ("result", "harm")]
    known = len(case_study.sources)
    lines = sorted(outcome_lines(changed, known), key=lambda line: not line.rows)
    return tuple(lines), outcome_lines(other, known)


def _outcome_line(outcome: Outcome, sources: int) -> OutcomeLine:
    return OutcomeLine(
        measure=outcome.measure,
        words=change_in_words(outcome),
        label=NATURES.get(outcome.nature, ""),
        who=f"Reported by {REPORTERS[outcome.reported_by]}" if outcome.reported_by else "Nobody is named as reporting this",
        period=outcome.period or "",
        source=_known(outcome.source, sources),
        rows=_rows(outcome),
    )


def _rows(outcome: Outcome) -> tuple[Row, ...]:
    """Before and after, only where both are numbers and the change happened: a forecast is never drawn as a result."""
    before, after = outcome.before, outcome.after
    if outcome.nature not in ("result", "harm") or not is_number(before) or not is_number(after):
        return ()
    first, second = bars(before, after)
    kind = "harm" if outcome.nature == "harm" else "after"
    return (
        Row("Before", figure(before, outcome.unit), first.svg("before")),
        Row("After", figure(after, outcome.unit), second.svg(kind)),
    )


def cost_lines(case_study: CaseStudy) -> tuple[CostLine, ...]:
    """What it cost, each amount with what it covers; an estimate is called one."""
    return tuple(_cost_line(cost, len(case_study.sources)) for cost in case_study.costs)


def _cost_line(cost: Cost, sources: int) -> CostLine:
    notes = [str(cost.year) if cost.year else "", "an estimate" if cost.estimate else ""]
    return CostLine(money(cost.amount, cost.currency), cost.covers, ", ".join(filter(None, notes)), _known(cost.source, sources))


def _known(source: int | None, sources: int) -> int | None:
    return source if source and 1 <= source <= sources else None


@dataclass(frozen=True, slots=True)
class Body:
    """A council or partner whose work it is: its name, and its kind and place in a few words."""

    slug: str
    name: str
    about: str
    is_council: bool
    joins: bool = False


def bodies(case_study: CaseStudy, vocabulary: Vocabulary) -> tuple[Body, ...]:
    """Its councils, then its partners; the first partner joins the councils where there are any."""
    councils = [vocabulary.councils[slug] for slug in case_study.councils if slug in vocabulary.councils]
    partners = [vocabulary.partners[slug] for slug in case_study.partners if slug in vocabulary.partners]
    return tuple(Body(council.slug, council.name, _about(council), True) for council in councils) + tuple(
        Body(partner.slug, partner.name, f"{partner.kind.capitalize()}, {partner.country}", False, bool(councils) and place == 0)
        for place, partner in enumerate(partners)
    )


def _about(council: Council) -> str:
    place = ", ".join(dict.fromkeys((council.kind, council.region, council.nation)))
    return f"{place}; ended {day(council.end_date)}" if council.end_date else place


@dataclass(frozen=True, slots=True)
class Website:
    """The website of a council that is still there."""

    name: str
    address: str


def lead_website(case_study: CaseStudy, vocabulary: Vocabulary) -> Website | None:
    """Where to try, when no contact is published: the first of its councils that has not ended."""
    councils = [vocabulary.councils[slug] for slug in case_study.councils if slug in vocabulary.councils]
    return next((Website(it.name, it.website) for it in councils if it.website and not it.end_date), None)


def suppliers(case_study: CaseStudy) -> tuple[tuple[str, str], ...]:
    """Each supplier's name, and its value in the filter of suppliers."""
    return tuple((name, anchor_for(name)) for name in case_study.suppliers)


def named(slugs: Iterable[str], terms: Mapping[str, Term]) -> tuple[Term, ...]:
    """The terms of an agreed list that these slugs name."""
    return tuple(terms[slug] for slug in slugs if slug in terms)


def adoptions_of(case_study: CaseStudy, adoptions: Iterable[Adoption]) -> tuple[Adoption, ...]:
    """The adoptions that copied it, under its name or one it had before."""
    names = (case_study.slug, *case_study.previous_slugs)
    return tuple(adoption for adoption in adoptions if adoption.copies in names)


def is_overdue(case_study: CaseStudy, today: date) -> bool:
    """Whether someone should have checked it again by now."""
    return case_study.review_by < today


def author(case_study: CaseStudy, vocabulary: Vocabulary) -> str:
    """Who wrote it: its councils where they wrote or confirmed it, else Copybook."""
    return ", ".join(body_names(case_study, vocabulary)) if case_study.provenance == "council" else "Copybook"


def citation(case_study: CaseStudy, vocabulary: Vocabulary, permanent: str) -> str:
    """How to name it in another work: who, what, where and when."""
    whose = author(case_study, vocabulary)
    where = "" if whose == "Copybook" else ", Copybook"
    return f"{whose}, “{case_study.title}”{where}, {day(case_study.last_changed)}, {permanent}"


def outcomes_in_words(case_study: CaseStudy) -> Iterator[str]:
    """What changed, and what else was counted, a sentence for each, saying what is no result."""
    for line in (*results_first(case_study)[0], *results_first(case_study)[1]):
        notes = ", ".join(filter(None, (line.label, line.period, line.who)))
        yield f"{line.measure}: {line.words} ({notes})"


def costs_in_words(case_study: CaseStudy) -> Iterator[str]:
    """Each amount, what it covers, and whether it is an estimate."""
    for line in cost_lines(case_study):
        yield f"{line.amount}: {line.covers}" + (f" ({line.note})" if line.note else "")


def body_names(case_study: CaseStudy, vocabulary: Vocabulary) -> list[str]:
    """The names of its councils, then its partners."""
    return [body.name for body in bodies(case_study, vocabulary)]


def linked_data(case_study: CaseStudy, vocabulary: Vocabulary, address: str) -> Mapping[str, Any]:
    """The case study as a schema.org Article, for machines that read pages."""
    _, licence = LICENCES.get(case_study.licence, (case_study.licence, case_study.licence))
    whose = [{"@type": "GovernmentOrganization", "name": body} for body in body_names(case_study, vocabulary)]
    copybook = {"@type": "Organization", "name": "Copybook"}
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": case_study.title,
        "description": case_study.summary,
        "url": address,
        "mainEntityOfPage": address,
        "inLanguage": case_study.language,
        "datePublished": case_study.published.isoformat(),
        "dateModified": case_study.last_changed.isoformat(),
        "author": whose if case_study.provenance == "council" and whose else copybook,
        "publisher": copybook,
        "about": whose,
        "keywords": [theme.name for theme in named(case_study.themes, vocabulary.themes)],
        "license": licence,
        "isAccessibleForFree": True,
        "citation": [{"@type": "CreativeWork", "name": it.title} | ({"url": it.url} if it.url else {}) for it in case_study.sources],
    }
