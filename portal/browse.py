"""Pages to read and walk through: a case study, councils, themes and barriers."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from indexer import CaseStudy, Query, Sort, Term, Withdrawn
from portal import casestudies, councils
from portal.current_index import current_index
from portal.questions import address
from portal.templating import site_url

blueprint = Blueprint("browse", __name__)

#: How many case studies a theme or barrier shows before it leads on to search.
SHOWN = 20

#: What else a theme or barrier can be narrowed by: the filter, and its words on the page.
NARROW_BY = (("theme", "Theme"), ("barrier", "Barrier"), ("status", "Status"), ("nation", "Nation"), ("kind", "Kind of council"))

#: A filter's values beyond these are left to the search page.
MOST_VALUES = 8

for _name, _words in (("status_words", casestudies.STATUSES), ("progress_words", casestudies.PROGRESS), ("licence", casestudies.LICENCES)):
    blueprint.add_app_template_filter(_words.__getitem__, _name)
blueprint.add_app_template_filter(lambda outcomes: casestudies.outcome_lines(outcomes, 0), "outcome_lines")

#: A slug, as file names may be. What is no slug is looked for nowhere.
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,119}")


@blueprint.get("/case-studies/<slug>")
def case_study(slug: str) -> str | Response | tuple[str, int]:
    """One case study. An old slug leads to the new one; one that was taken down says why."""
    index = current_index()
    found = index.get(slug) if _SLUG.fullmatch(slug) else None
    if found is None:
        withdrawn = index.vocabulary.withdrawn.get(slug)
        return _withdrawn(withdrawn) if withdrawn else abort(404)
    if found.slug != slug:
        return redirect(url_for("browse.case_study", slug=found.slug), 301)
    return _case_study(found)


def _case_study(found: CaseStudy) -> str:
    index = current_index()
    permanent = site_url(url_for("browse.case_study", slug=found.slug))
    today = datetime.now(UTC).date()
    said = casestudies.page(found, index.vocabulary, permanent, today, index.adoptions, index.similar(found.slug))
    return render_template("browse/case_study.html", **said)


def _withdrawn(withdrawn: Withdrawn) -> tuple[str, int]:
    instead = current_index().get(withdrawn.instead) if withdrawn.instead else None
    return render_template("browse/withdrawn.html", withdrawn=withdrawn, instead=instead), 410


@blueprint.get("/councils")
def all_councils() -> str:
    """Every council, by nation; those with case studies first."""
    index = current_index()
    return render_template("browse/councils.html", nations=councils.nations(index.vocabulary, councils.numbers(index)))


@blueprint.get("/councils/<slug>")
def council(slug: str) -> str:
    """One council: what it published, what it copied, who copied it."""
    index = current_index()
    found = index.vocabulary.councils.get(slug) or abort(404)
    return render_template("browse/council.html", page=councils.council_page(index, found), vocabulary=index.vocabulary)


@blueprint.get("/themes")
def themes() -> str:
    """Every theme, with its sentence and how many case studies it has."""
    return _terms("theme", "Themes")


@blueprint.get("/themes/<slug>")
def theme(slug: str) -> str:
    """One theme and its case studies."""
    return _term("theme", current_index().vocabulary.themes.get(slug) or abort(404))


@blueprint.get("/barriers")
def barriers() -> str:
    """Every barrier, with its sentence and how many case studies met it."""
    return _terms("barrier", "Barriers")


@blueprint.get("/barriers/<slug>")
def barrier(slug: str) -> str:
    """One barrier and the case studies that met it."""
    return _term("barrier", current_index().vocabulary.barriers.get(slug) or abort(404))


def _terms(name: str, heading: str) -> str:
    index = current_index()
    terms = index.vocabulary.themes if name == "theme" else index.vocabulary.barriers
    numbers = {count.value: count.number for count in index.search(Query(per_page=1)).counts.get(name, ())}
    return render_template(
        "browse/terms.html",
        heading=heading,
        endpoint=f"browse.{name}",
        terms=sorted(terms.values(), key=lambda term: term.name),
        numbers=numbers,
    )


def _term(name: str, term: Term) -> str:
    index = current_index()
    sort: Sort = "evidence" if request.args.get("sort") == "evidence" else "newest"
    results = index.search(Query(filters={name: (term.slug,)}, sort=sort, per_page=SHOWN))
    narrow = [
        (label, [(count, address(_newest({name: (term.slug,), other: (count.value,)}))) for count in values[:MOST_VALUES]])
        for other, label in NARROW_BY
        if other != name and len(values := results.counts.get(other, ())) > 1
    ]
    return render_template(
        "browse/term.html",
        term=term,
        kind=name,
        results=results,
        narrow=narrow,
        everything=address(results.query),
        vocabulary=index.vocabulary,
    )


def _newest(filters: dict[str, tuple[str, ...]]) -> Query:
    """Every case study that meets the filters, as the search page shows them where nothing was typed."""
    return Query(filters=filters, sort="newest")
