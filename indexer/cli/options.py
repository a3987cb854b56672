"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

casestudies_option = click.option(
    "--casestudies",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="COPYBOOK_CASESTUDIES",
    default="casestudies",
    show_default=True,
    help="The folder of case studies.",
)

index_option = click.option(
    "--index",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="COPYBOOK_INDEX",
    default="index",
    show_default=True,
    help="The folder of the index.",
)
