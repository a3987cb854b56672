"""`copybook watch`: the one builder, which follows the content repository."""

from __future__ import annotations

import logging
import signal
import sys
from functools import partial
from pathlib import Path
from types import FrameType

import click

from indexer.checkout import Checkout, CheckoutError, protocol
from indexer.cli.options import index_option
from indexer.index import build_index
from indexer.watch import WatchedAlready, do_round, only_one
from indexer.watch import watch as watch_on


@click.command()
@click.option("--repository", envvar="COPYBOOK_REPOSITORY", required=True, help="The content repository: https://, ssh://, or a folder.")
@click.option("--branch", envvar="COPYBOOK_BRANCH", default="main", show_default=True, help="Its branch that is published.")
@click.option(
    "--checkout",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="COPYBOOK_CHECKOUT",
    default="checkout",
    show_default=True,
    help="The builder's own copy of it. Nobody else may change it.",
)
@click.option("--inside", default="casestudies", show_default=True, help="The folder of case studies in the repository.")
@index_option
@click.option(
    "--note",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="COPYBOOK_NOTE",
    default="instance/push-note",
    show_default=True,
    help="The file that the site changes after a push.",
)
@click.option("--every", default=300.0, show_default=True, type=click.FloatRange(min=1), help="Seconds between looks when nobody pushes.")
@click.option("--once", is_flag=True, help="One look, then stop: exit 0 when all went well, 1 when not.")
def watch(repository: str, branch: str, folder: Path, inside: str, index: Path, note: Path, every: float, once: bool) -> None:
    """Follow the content repository: fetch, move forward, build, publish; at every push, and every few minutes.

    Run one of it beside the site. Whatever goes wrong is said here and on the site's page /status, and the old index
    serves on. It may be stopped or killed at any moment, and carries on when it is started again.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    _refuse_outside(inside)
    build = partial(build_index, index=index)
    try:
        protocol(repository)
        with only_one(Checkout(repository, branch, folder, inside)) as checkout:
            if once:
                sys.exit(0 if do_round(checkout, index, build).well else 1)
            watch_on(checkout, index, note, build, every)
    except (CheckoutError, WatchedAlready) as error:
        raise click.ClickException(str(error)) from error


def _refuse_outside(inside: str) -> None:
    path = Path(inside)
    if path.is_absolute() or ".." in path.parts or inside != path.as_posix() or inside == ".":
        raise click.BadParameter("must be a folder in the repository, such as casestudies.", param_hint="--inside")


def _stop(number: int, frame: FrameType | None) -> None:
    """Leave at once: what was half done is worthless, and the next start clears it away."""
    logging.getLogger(__name__).info("Stopped.")
    sys.exit(0)
