"""`copybook build`: make a new generation of the index, and say what is in it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from indexer.cli.options import casestudies_option, index_option
from indexer.index import build_index
from indexer.query import Built


@click.command()
@casestudies_option
@index_option
@click.option("--quiet", is_flag=True, help="Say nothing unless something is wrong.")
def build(casestudies: Path, index: Path, quiet: bool) -> None:
    """Read, check and index every case study, and switch to the new index in one step."""
    from indexer.embedded.generations import BuildingAlready
    from indexer.embedding import ModelMissing
    from indexer.vocabulary import VocabularyError

    began = time.monotonic()
    try:
        with _progress(quiet) as report:
            built = build_index(casestudies, index, report=report)
    except (BuildingAlready, ModelMissing, VocabularyError) as error:
        raise click.ClickException(str(error)) from error
    for path, reasons in built.left_out.items():
        click.echo(f"Left out {path!r}:" if not path.isprintable() else f"Left out {path}:", err=True)
        for reason in reasons:
            click.echo(f"  {reason}", err=True)
    if not quiet:
        click.echo(_summary(built, time.monotonic() - began))


def _summary(built: Built, seconds: float) -> str:
    left_out = f", {len(built.left_out)} left out" if built.left_out else ""
    return (
        f"Generation {built.generation}: {built.case_studies} case studies in {built.passages} passages{left_out}; "
        f"{built.model}, {built.precision}; built in {seconds:.1f} s."
    )


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each thing the build does, with the time left, on a terminal; nothing in a log."""
    console = Console(stderr=True, quiet=quiet)
    columns = (TextColumn("{task.description:<9}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=quiet or not console.is_terminal) as progress:
        tasks: dict[str, TaskID] = {}

        def report(doing: str, done: int, whole: int) -> None:
            if doing not in tasks:
                tasks[doing] = progress.add_task(doing, total=whole)
            progress.update(tasks[doing], completed=done)

        yield report
