"""`flask collections`, for whoever runs the site."""

from __future__ import annotations

from typing import BinaryIO

import click
from flask.cli import AppGroup

from portal.curation import bundle, bundles, store, trouble
from portal.current_index import current_index
from portal.extensions import db

collections = AppGroup("collections", help="Collections that regional bodies' curators make.")


@collections.command("check")
def check() -> None:
    """List all that somebody should see to: what readers miss, what is to be looked at again, and what nobody answers."""
    amiss = False
    for collection in store.every(db.session()):
        shown_to_all = store.version(db.session(), collection, collection.published_version) if collection.published_version else None
        version = shown_to_all or store.newest(db.session(), collection)
        for about, sentence in trouble.all_of(collection, version.contents, current_index()):
            amiss = True
            click.echo(f"{collection.slug}{'' if shown_to_all else ' (draft)'}: {about}: {sentence}")
    if not amiss:
        click.echo("No trouble in any collection.")


@collections.command("export")
@click.argument("slugs", nargs=-1)
def export(slugs: tuple[str, ...]) -> None:
    """Write all collections, or those named, as YAML: what readers see and what is worked on, without history and people."""
    found = bundles.bundles(db.session(), slugs)
    missing = sorted(set(slugs) - {it.slug for it in found})
    if missing:
        raise click.ClickException(f"There is no collection {', '.join(missing)}.")
    click.echo(bundle.written(found), nl=False)


@collections.command("import")
@click.argument("file", type=click.File("rb"))
def bring_in(file: BinaryIO) -> None:
    """Make collections of a YAML file that `export` wrote. All of them or, if anything is wrong, none."""
    try:
        made = [bundles.unpack(db.session(), it) for it in bundle.read(file.read(bundle.LARGEST_FILE + 1))]
    except bundle.NotABundle as error:
        raise click.ClickException(f"Nothing was brought in. {error}") from error
    except store.Taken as taken:
        raise click.ClickException(f"Nothing was brought in. There is or was a collection {taken} here already.") from taken
    db.session.commit()
    click.echo(f"{len(made)} {'collection' if len(made) == 1 else 'collections'} brought in.")
