"""`copybook rules`: the rule book. What it prints without an id is docs/rules.md."""

from __future__ import annotations

import click

from indexer.rules import EVERY
from indexer.rules.book import rule_book, rule_page


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
def rules(ids: tuple[str, ...]) -> None:
    """Say what each rule is, why, and how to mend what breaks it. With IDs, such as CB-102, only those."""
    known = {each.id: each for each in EVERY}
    for name in ids:
        if name.upper() not in known:
            raise click.BadParameter(f"There is no rule {name[:20]!r}. Without an id, all of them are listed.")
    click.echo("\n".join(rule_page(known[name.upper()]) for name in ids) if ids else rule_book(), nl=False)
