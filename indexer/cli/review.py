"""`copybook review`: the comment that stands under a pull request."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from indexer.casestudy import Adoption, CaseStudy
from indexer.cli.changes import GitError, changed_since
from indexer.cli.options import casestudies_option, index_option
from indexer.cli.report import printable
from indexer.comment import Near, Reviewed, comment
from indexer.corpus import Corpus, read_corpus
from indexer.index import Index, IndexMissing, open_index
from indexer.query import Hit, Query
from indexer.vocabulary import VocabularyError

#: How many of the nearest are named, and how near in meaning (a cosine of the model's) one must be to be the same work, less where it
#: is by one of the same councils. Of the 180 first case studies no two by different councils come nearer than 0.72.
MOST_NEAR, CLOSE, CLOSE_AND_SAME = 3, 0.75, 0.65


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@casestudies_option
@index_option
@click.option("--since", metavar="REF", help="The files that changed since this commit, branch or tag.")
def review(files: tuple[Path, ...], casestudies: Path, index: Path, since: str | None) -> None:
    """Print what is to be said under a pull request about FILES, as Markdown.

    What must be mended and what would make it better, what readers will see, the grades and what would raise them, and
    the nearest case studies already here, if there is an index. Exit 0 whatever is found: `copybook check` is the judge.
    """
    if not files and since is None:
        raise click.UsageError("Name the files to review, or the commit to compare with: --since main.")
    folder = casestudies.resolve()
    try:
        wanted = {_inside(path, folder) for path in files} | (_changed(since, folder) if since is not None else set())
        corpus = read_corpus(casestudies, only=wanted)
    except (GitError, VocabularyError) as error:
        raise click.ClickException(printable(str(error))) from error
    opened = _open(index)
    reviewed = [_review(path.relative_to(folder).as_posix(), corpus, opened) for path in sorted(wanted)]
    if opened:
        opened.close()
    click.echo(comment(reviewed, corpus.vocabulary), nl=False)


def _inside(path: Path, folder: Path) -> Path:
    place = path.parent.resolve() / path.name
    if not place.is_relative_to(folder):
        raise click.BadParameter(f"{printable(str(path))} is not in the folder of case studies, {printable(str(folder))}.")
    return place


def _changed(since: str, folder: Path) -> set[Path]:
    """Case studies and adoptions that changed and are still there."""
    beside = {"README.md", "TEMPLATE.md", "withdrawn.yaml"}
    return {
        path
        for path in changed_since(since, folder)
        if path.suffix in (".md", ".yaml")
        and path.relative_to(folder).parts[0] not in {*beside, "vocabulary"}
        and (path.is_symlink() or path.exists())
    }


def _open(index: Path) -> Index | None:
    if not index.exists():
        return None
    from indexer.embedding import ModelMissing

    try:
        opened = open_index(index)
        opened.warm()
    except IndexMissing:
        return None
    except ModelMissing as error:
        click.echo(f"Comparing by words alone: {error}", err=True)
    return opened


def _review(path: str, corpus: Corpus, index: Index | None) -> Reviewed:
    readable: dict[str, CaseStudy | Adoption] = {it.path: it for it in corpus.case_studies.values()}
    made = (readable | {it.path: it for it in corpus.adoptions}).get(path)
    told = tuple(fault for fault in corpus.faults if fault.path == path)
    near = nearest(made, index) if index and isinstance(made, CaseStudy) else None
    return Reviewed(path, made, told, near, index.adoptions if index else ())


def nearest(it: CaseStudy, index: Index) -> tuple[Near, ...]:
    """The case studies already here that are most like one, nearest first, without itself under any name."""
    own = {it.slug, *it.previous_slugs}
    hits = index.search(Query(f"{it.title} {it.summary}", per_page=MOST_NEAR + 2)).hits
    found = {hit.case_study.slug: _near(it, hit) for hit in hits}
    # What was published before and is only changed has neighbours of its own.
    for other in index.similar(it.slug, MOST_NEAR):
        found.setdefault(other.case_study.slug, Near(other.case_study, other.why))
    return tuple(near for slug, near in found.items() if slug not in own)[:MOST_NEAR]


def _near(it: CaseStudy, hit: Hit) -> Near:
    other = hit.case_study
    same = set(it.councils) & set(other.councils)
    close = hit.scores.meaning >= (CLOSE_AND_SAME if same else CLOSE) or it.title.casefold() == other.title.casefold()
    return Near(other, ", ".join(_reasons(hit, bool(same))), close)


def _reasons(hit: Hit, same: bool) -> Iterable[str]:
    if same:
        yield "by the same council"
    if hit.why.words_in_title:
        yield f"{', '.join(hit.why.words_in_title[:5])} in its title"
    if hit.why.passage:
        yield f"near in meaning under “{hit.why.passage.heading or 'Summary'}”"
    elif hit.why.words_elsewhere:
        yield f"{', '.join(hit.why.words_elsewhere[:5])} in its text"
