"""`copybook check`: every fault in every file, in one run; and with --fix the safe ones mended."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import tempfile
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import click

from indexer.cli.changes import GitError, changed_since, names_at
from indexer.cli.formats import FORMATS
from indexer.cli.options import casestudies_option
from indexer.cli.report import Report, printable
from indexer.corpus import Corpus, read_corpus
from indexer.fault import Fault
from indexer.files import read_bytes
from indexer.index import IndexMissing, open_index
from indexer.library import alike_by_meaning, whole_faults
from indexer.mending import mend
from indexer.rules.whole import Gone
from indexer.vocabulary import VocabularyError

BY_WORDS = "Near-duplicates were looked for by their words, not by meaning: name an index with --index for that."


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@casestudies_option
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="How to tell of faults.")
@click.option("--since", metavar="REF", help="Check only what changed since this commit, branch or tag, and that no name has vanished.")
@click.option("--fix", is_flag=True, help="Mend what can be mended safely, and say what was changed.")
@click.option("--index", type=click.Path(file_okay=False, path_type=Path), help="Look for near-duplicates by meaning too, in this index.")
@click.pass_context
def check(
    context: click.Context, paths: tuple[Path, ...], casestudies: Path, form: str, since: str | None, fix: bool, index: Path | None
) -> None:
    """Check case studies: every fault in every file, where it is, and how to mend it.

    PATHS are files or folders inside the folder of case studies; without any, all of it is checked. Whatever is
    checked, names are compared with every file. Exit 0: no faults (advice never counts); 1: faults; 2: misuse.
    """
    try:
        gone = names_at(since, casestudies.resolve()) if since is not None else ()
        only = _only(paths, since, casestudies)
        corpus = read_corpus(casestudies, only=only)
        mended = _mend(casestudies, corpus) if fix else []
        corpus = read_corpus(casestudies, only=only) if mended else corpus
        report = _report(casestudies, corpus, only, gone, mended, index)
    except GitError as trouble:
        raise click.UsageError(printable(str(trouble))) from trouble
    except (VocabularyError, IndexMissing) as error:
        raise click.ClickException(printable(str(error))) from error
    click.echo(FORMATS[form](report))
    context.exit(1 if any(fault.severity == "fault" for fault in report.faults) else 0)


def _report(
    casestudies: Path,
    corpus: Corpus,
    only: frozenset[Path] | None,
    gone: tuple[Gone, ...],
    mended: Sequence[Fault],
    index: Path | None,
) -> Report:
    found = [*corpus.faults, *whole_faults(casestudies, corpus.vocabulary, only, gone)]
    if index is not None:
        found += _by_meaning(index, corpus)
    faults = [_seen_from_here(fault, casestudies) for fault in sorted(found)]
    notes = () if index is not None else (BY_WORDS,)
    return Report(faults, corpus.read, [_seen_from_here(fault, casestudies) for fault in mended], notes)


def _seen_from_here(fault: Fault, casestudies: Path) -> Fault:
    return dataclasses.replace(fault, path=(casestudies / fault.path).as_posix())


def _by_meaning(index: Path, corpus: Corpus) -> list[Fault]:
    """Raises IndexMissing, also when the model is: what was asked for is never quietly left out."""
    # Not above: it brings NumPy, and few ask for it.
    from indexer.embedding import ModelMissing

    opened = open_index(index)
    try:
        opened.warm()
        return list(alike_by_meaning(opened, corpus.case_studies.values()))
    except ModelMissing as error:
        raise IndexMissing(f"Near-duplicates could not be looked for by meaning: {error}") from error
    finally:
        opened.close()


def _mend(casestudies: Path, corpus: Corpus) -> list[Fault]:
    """Mend each file with a safe fix, in place; what was mended."""
    done: list[Fault] = []
    for path in dict.fromkeys(fault.path for fault in corpus.faults if fault.edit):
        content = read_bytes(casestudies, path)
        if isinstance(content, bytes):
            mended = mend(path, content, corpus.vocabulary)
            if mended.content != content:
                _replace(casestudies / path, mended.content)
                done += mended.faults
    return done


def _replace(path: Path, content: bytes) -> None:
    """Put a file in another's place in one step, so that one that is interrupted leaves the old."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".mending-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(path.stat().st_mode & 0o7777)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


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
