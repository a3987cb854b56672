"""`copybook status`: what the index holds."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from indexer.cli.options import index_option
from indexer.index import IndexMissing, open_index


@click.command()
@index_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def status(index: Path, as_json: bool) -> None:
    """Say when the index was built, from which commit, and what was left out."""
    try:
        opened = open_index(index)
    except IndexMissing as error:
        raise click.ClickException(str(error)) from error
    built = opened.built
    opened.close()
    if as_json:
        click.echo(json.dumps(asdict(built), indent=2, ensure_ascii=False))
        return
    click.echo(f"Generation {built.generation}, built {built.at}")
    click.echo(f"From commit: {built.commit or 'not in git'}")
    click.echo(f"Holds:       {built.case_studies} case studies in {built.passages} passages")
    click.echo(f"Model:       {built.model}, {built.precision}, sha256 {built.model_digest[:12]}…")
    click.echo(f"Left out:    {len(built.left_out) or 'nothing'}")
    for path, reasons in built.left_out.items():
        click.echo("\n".join([f"  {path}", *(f"    {reason}" for reason in reasons)]))
