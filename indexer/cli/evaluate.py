"""`copybook evaluate`: how good the answers are, over judged questions."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from indexer.cli.options import casestudies_option
from indexer.evaluation import Judged, Quality, mean_quality, quality
from indexer.index import Index, open_index
from indexer.judged import JudgedError, judged_in, library_of
from indexer.query import Mode, Query

MODES: tuple[Mode, ...] = ("words", "meaning", "both")

#: Recall is taken over this many.
DEPTH = 100


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@casestudies_option
@click.option("--mode", type=click.Choice(MODES), multiple=True, help="Only this way of searching; all three unless given.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def evaluate(paths: tuple[Path, ...], casestudies: Path, mode: tuple[Mode, ...], as_json: bool) -> None:
    """Measure nDCG@10, MRR@10 and recall@100 over judged questions.

    Each of PATHS is a folder in the BEIR layout (corpus.jsonl, queries.jsonl, qrels.tsv), which goes through the same
    passages, index and ranking as case studies do, or a YAML file of judged questions over the folder of case studies.
    """
    measured: dict[Mode, list[Quality]] = {each: [] for each in mode or MODES}
    try:
        # One folder for all, one generation after another: the model that an index keeps is made only once.
        with tempfile.TemporaryDirectory() as scratch:
            for path in paths:
                judged = judged_in(path)
                index = _index(path, casestudies, Path(scratch))
                for each, qualities in measured.items():
                    qualities.append(_quality(index, judged, each))
                index.close()
    except JudgedError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps({each: [asdict(it) for it in qualities] for each, qualities in measured.items()}, indent=2))
    else:
        click.echo("\n".join(_table(measured)))


def _index(path: Path, casestudies: Path, scratch: Path) -> Index:
    """An index of what the questions are asked of, with the model loaded."""
    from indexer.embedded.build import build, build_corpus

    if path.is_dir():
        build_corpus(library_of(path), None, scratch)
    else:
        build(casestudies, scratch)
    index = open_index(scratch)
    index.warm()
    return index


def _quality(index: Index, judged: Judged, mode: Mode) -> Quality:
    return quality(judged, {name: _slugs(index, Query(text, mode=mode, per_page=DEPTH)) for name, text in judged.questions.items()})


def _slugs(index: Index, query: Query) -> Sequence[str]:
    return [hit.case_study.slug for hit in index.search(query).hits]


def _table(measured: dict[Mode, list[Quality]]) -> Iterable[str]:
    columns: tuple[tuple[str, Callable[[Quality], str]], ...] = (
        ("nDCG@10", lambda it: f"{it.ndcg_at_10:.3f}"),
        ("MRR@10", lambda it: f"{it.mrr_at_10:.3f}"),
        ("recall@100", lambda it: f"{it.recall_at_100:.3f}"),
        ("unanswered", lambda it: str(it.unanswered)),
        ("nonsense", lambda it: str(it.nonsense)),
    )
    yield f"{'set':<16}{'questions':>10}  {'mode':<8}" + "".join(f"{name:>12}" for name, _ in columns)
    for row in zip(*measured.values(), strict=True):
        yield from (_row(each, it, columns) for each, it in zip(measured, row, strict=True))
    if len(next(iter(measured.values()))) > 1:
        yield from (_row(each, mean_quality(qualities), columns) for each, qualities in measured.items())


def _row(mode: str, it: Quality, columns: tuple[tuple[str, Callable[[Quality], str]], ...]) -> str:
    return f"{it.name:<16}{it.questions:>10}  {mode:<8}" + "".join(f"{show(it):>12}" for _, show in columns)
