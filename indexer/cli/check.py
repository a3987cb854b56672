"""`copybook check`: every fault in every file, in one run."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable
from pathlib import Path

import click

from indexer.cli.changes import GitError, changed_since
from indexer.cli.formats import FORMATS, printable
from indexer.cli.options import casestudies_option
from indexer.corpus import Corpus, read_corpus
from indexer.vocabulary import VocabularyError


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@casestudies_option
@click.option("--format", "form", type=click.Choice(sorted(FORMATS)), default="text", show_default=True, help="How to tell of faults.")
@click.option("--since", metavar="REF", help="Check only what changed since this commit, branch or tag.")
@click.pass_context
def check(context: click.Context, paths: tuple[Path, ...], casestudies: Path, form: str, since: str | None) -> None:
    """Check case studies: every fault in every file, where it is, and how to mend it.

    PATHS are files or folders inside the folder of case studies; without any, all of it is checked. Whatever is
    checked, names are compared with every file. Exit 0: no faults (advice never counts); 1: faults; 2: misuse.
    """
    try:
        corpus = read_corpus(casestudies, only=_only(paths, since, casestudies))
    except GitError as trouble:
        raise click.UsageError(printable(str(trouble))) from trouble
    except VocabularyError as error:
        raise click.ClickException(printable(str(error))) from error
    faults = [dataclasses.replace(fault, path=(casestudies / fault.path).as_posix()) for fault in corpus.faults]
    click.echo(FORMATS[form](faults, corpus.read))
    context.exit(1 if _blocked(corpus) else 0)


def _blocked(corpus: Corpus) -> bool:
    return any(fault.severity == "fault" for fault in corpus.faults)


def _only(paths: Collection[Path], since: str | None, casestudies: Path) -> frozenset[Path] | None:
    """The files to judge; None for all of them."""
    folder = casestudies.resolve()
    wanted = frozenset(_inside(paths, folder)) if paths else None
    if since is not None:
        changed = changed_since(since, folder)
        wanted = changed if wanted is None else wanted & changed
    # A change to an agreed list can break any file.
    lists = [path for path in wanted or () if path.relative_to(folder).parts[0] in ("vocabulary", "withdrawn.yaml")]
    return None if lists else wanted


def _inside(paths: Iterable[Path], folder: Path) -> Iterable[Path]:
    for path in paths:
        # A link is judged where it stands, not where it leads.
        place = path.resolve() if path.is_dir() else path.parent.resolve() / path.name
        if not place.is_relative_to(folder):
            raise click.BadParameter(f"{printable(str(path))} is not in the folder of case studies, {printable(str(folder))}.")
        yield from (each for each in place.rglob("*") if not each.is_dir()) if place.is_dir() else [place]
