"""`flask demo`: three finished collections over the case studies that ship, for whoever sees the site for the first time."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from portal.curation import bundle, bundles, shown
from portal.curation.models import Collection
from portal.current_index import current_index
from portal.extensions import db

#: The collections, as `flask collections export` writes them.
FILE = Path(__file__).with_name("demo.yaml")


@click.command("demo")
@click.option("--offer", is_flag=True, help="Add nothing: only say that there are no collections yet, if so.")
@with_appcontext
def demo(offer: bool) -> None:
    """Add three finished collections to an empty database, curated by the Copybook project itself."""
    held = db.session().scalar(select(func.count(Collection.id))) or 0
    if offer:
        if not held:
            click.echo("There are no collections yet. `make demo` adds three finished ones to look at.")
        return
    if held:
        raise click.ClickException("There are collections here already, so nothing was added.")
    made = [bundles.unpack(db.session(), it) for it in bundle.read(FILE.read_bytes())]
    db.session.commit()
    missing = sum(
        bool(it.trouble) for one in made for part in shown.for_curators(one.versions[0].contents, current_index()) for it in part.items
    )
    click.echo(f"{len(made)} collections added. They are at /collections.")
    if missing:
        click.echo(f"{missing} of their case studies are not in this index, and are left out.")
