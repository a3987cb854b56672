"""`copybook search`: ask the index from a terminal."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from indexer.cli.options import index_option
from indexer.filters import EVIDENCE_NAMES, FILTER_NAMES
from indexer.index import IndexMissing, open_index
from indexer.query import Hit, Query, Results


@click.command()
@click.argument("words", default="")
@index_option
@click.option("--theme", "-t", multiple=True, help="Only this theme; may be given again for any of several.")
@click.option("--council", "-c", multiple=True, help="Only this council; may be given again for any of several.")
@click.option("--filter", "chosen", multiple=True, metavar="NAME=VALUE", help="Any other filter, such as status=stopped.")
@click.option("--page", default=1, show_default=True, type=click.IntRange(min=1), help="Which page of results.")
@click.option("--json", "as_json", is_flag=True, help="Everything about each hit, scores too, as JSON.")
def search(
    words: str, index: Path, theme: tuple[str, ...], council: tuple[str, ...], chosen: tuple[str, ...], page: int, as_json: bool
) -> None:
    """Find case studies by words and by meaning. With no words, the newest."""
    from indexer.embedding import ModelMissing

    query = Query(words, _filters(theme, council, chosen), page=page, per_page=10)
    try:
        opened = open_index(index)
        if words.strip():
            try:
                opened.warm()
            except ModelMissing as error:
                click.echo(f"Searching by words alone: {error}", err=True)
        results = opened.search(query)
    except IndexMissing as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps(_json(results), indent=2, ensure_ascii=False) if as_json else _text(results))
    opened.close()


def _filters(theme: tuple[str, ...], council: tuple[str, ...], chosen: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    filters = {"theme": theme, "council": council}
    for each in chosen:
        name, equals, value = each.partition("=")
        if not equals or name not in FILTER_NAMES:
            raise click.UsageError(f"--filter must be NAME=VALUE, with one of these names: {', '.join(FILTER_NAMES)}.")
        filters[name] = (*filters.get(name, ()), value)
    return {name: values for name, values in filters.items() if values}


def _text(results: Results) -> str:
    count = "One case study" if results.total == 1 else f"{results.total or 'No'} case studies"
    return "\n\n".join([f"{count}.", *(_hit(hit) for hit in results.hits)])


def _hit(hit: Hit) -> str:
    it, why = hit.case_study, hit.why
    said = []
    if why.words_in_title:
        said.append(f"{', '.join(why.words_in_title)} in the title")
    if why.words_elsewhere:
        said.append(f"{', '.join(why.words_elsewhere)} in its text or details")
    if why.synonyms:
        said.append(f"{', '.join(why.synonyms)} as a synonym")
    if why.passage:
        where = why.passage.heading or "Summary"
        said.append(f"{'found by meaning alone, ' if why.by_meaning_only else ''}nearest in meaning: {where}")
    reason = f"\n  Why: {'; '.join(said)}" if said else ""
    return f"{it.title}\n  {it.slug} - {it.status} - {EVIDENCE_NAMES[hit.evidence]}\n  {it.summary}{reason}"


def _json(results: Results) -> dict[str, Any]:
    hits = [
        {
            "slug": hit.case_study.slug,
            "title": hit.case_study.title,
            "summary": hit.case_study.summary,
            "evidence": hit.evidence,
            "why": asdict(hit.why),
            "scores": asdict(hit.scores),
        }
        for hit in results.hits
    ]
    counts = {name: [count._asdict() for count in each] for name, each in results.counts.items()}
    return {"total": results.total, "pages": results.pages, "by_meaning": results.by_meaning, "hits": hits, "counts": counts}
