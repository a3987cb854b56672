"""`flask collections`, for whoever runs the site."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from portal.curation import shown, store
from portal.current_index import current_index
from portal.extensions import db

collections = AppGroup("collections", help="Collections that regional bodies' curators make.")


@collections.command("check")
def check() -> None:
    """List what readers miss in published collections: case studies that were taken down or are not known."""
    trouble = 0
    for collection, version in store.published(db.session()):
        for section in shown.for_curators(version.contents, current_index()):
            for it in section.items:
                if it.trouble:
                    trouble += 1
                    click.echo(f"{collection.slug}: {it.item.slug}: {it.trouble}")
    if not trouble:
        click.echo("No trouble in any published collection.")
