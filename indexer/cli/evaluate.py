"""`copybook evaluate`: how good the answers are, over judged questions."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
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
    """Measure nDCG@10, MRR@10, recall@100 and what happens to questions with no answer, over judged questions.

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
    sets = [dict(zip(measured, row, strict=True)) for row in zip(*measured.values(), strict=True)]
    if len(sets) > 1:
        sets.append({each: mean_quality(qualities) for each, qualities in measured.items()})
    if as_json:
        click.echo(json.dumps([{each: asdict(it) for each, it in modes.items()} for modes in sets], indent=2))
    else:
        click.echo("\n\n".join(map(table, sets)))


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
    return quality(
        judged, {name: index.search(Query(text, mode=mode, per_page=DEPTH, show="slugs")).slugs for name, text in judged.questions.items()}
    )


def table(modes: Mapping[Mode, Quality]) -> str:
    """One set: a line for each measure, the ways of searching side by side."""
    one = next(iter(modes.values()))
    having = one.questions - one.without_answer
    lines: tuple[tuple[str, Callable[[Quality], str]], ...] = (
        ("nDCG@10", lambda it: f"{it.ndcg_at_10:.3f}"),
        ("MRR@10", lambda it: f"{it.mrr_at_10:.3f}"),
        ("recall@100", lambda it: f"{it.recall_at_100:.3f}"),
        (f"found nothing, of {having} with an answer", lambda it: str(it.unanswered)),
        (f"found something, of {one.without_answer} with no answer", lambda it: str(it.nonsense)),
    )
    head = f"{f'{one.name}: {one.questions} questions':<44}" + "".join(f"{mode:>10}" for mode in modes)
    return "\n".join([head, *(f"  {name:<42}" + "".join(f"{show(it):>10}" for it in modes.values()) for name, show in lines)])
