"""`copybook new`: begin a case study from the template."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from indexer.cli.options import casestudies_option
from indexer.cli.report import printable
from indexer.template import Unfit, begin, council_of, slug_for, terms_of
from indexer.vocabulary import Vocabulary, VocabularyError, read_vocabulary

STATUSES = ("idea", "pilot", "live", "scaled", "stopped", "unknown")


@click.command()
@click.argument("title", default="")
@click.option("--council", default="", help="Whose work it is: a slug or a name.")
@click.option("--summary", default="", help="The whole story in up to 200 characters.")
@click.option("--theme", "themes", multiple=True, help="A theme's slug or name; may be given again.")
@click.option("--status", type=click.Choice(STATUSES), help="Where the project is now.")
@click.option("--contact", default="", help="Whom to ask: a role, never a person.")
@click.option("--slug", default="", help="The name of the file and of the page, for ever; made from the title unless given.")
@click.option("--no-questions", is_flag=True, help="Ask nothing: leave empty what is not given here.")
@casestudies_option
def new(casestudies: Path, title: str, council: str, slug: str, no_questions: bool, **given: Any) -> None:
    """Begin a case study called TITLE: asks for the first things to know, and writes the file from the template.

    Nothing is asked where there is nobody to answer. A file that is there already is never touched.
    """
    asks = not no_questions and _somebody_is_there()
    try:
        lists = read_vocabulary(casestudies)
        title = " ".join((title or (_ask("Its title: what happened, and where, in one line") if asks else "")).split())
        if not title:
            raise click.UsageError('Give it a title: copybook new "Anytown lets tenants book repairs online".')
        lead = _council(council, lists, asks)
        values = _rest(given, lists, asks)
        path = begin(casestudies, lead, slug or slug_for(title), _today(), {"title": title, "councils": (lead,), **values})
    except (Unfit, VocabularyError) as error:
        raise click.ClickException(printable(str(error))) from error
    click.echo(f"Written: {path}\nFill in what you know, then: copybook check {path}")


def _somebody_is_there() -> bool:
    return sys.stdin.isatty()


def _ask(words: str) -> str:
    return str(click.prompt(words, default="", show_default=False)).strip()


def _council(named: str, lists: Vocabulary, asks: bool) -> str:
    """The council's slug. Asks again until it is one, where there is somebody to ask."""
    while True:
        if not named and asks:
            named = _ask("Which council is it by? A name or a slug")
        if not named and not asks:
            raise click.UsageError("Say whose work it is, such as --council essex.")
        try:
            return council_of(named, lists)
        except Unfit as error:
            if not asks:
                raise
            click.echo(printable(str(error)), err=True)
            named = ""


def _rest(given: dict[str, Any], lists: Vocabulary, asks: bool) -> dict[str, Any]:
    """What else can be said now. Every answer may be left empty."""
    themes = tuple(given["themes"])
    if asks:
        given["summary"] = given["summary"] or _ask("The whole story in up to 200 characters (Enter to leave it for later)")
        if not themes:
            click.echo(f"Themes: {', '.join(sorted(lists.themes))}")
            themes = tuple(_ask("One to four themes, with commas between").split(","))
        given["status"] = given["status"] or click.prompt("Where is the project now?", type=click.Choice(STATUSES), default="unknown")
        given["contact"] = given["contact"] or _ask("Whom to ask: a role such as “Housing systems team”, never a person")
    return {
        "summary": " ".join(given["summary"].split()),
        "themes": terms_of([each.strip() for each in themes if each.strip()], lists),
        "status": given["status"] or "",
        "role": " ".join(given["contact"].split()),
    }


def _today() -> date:
    return datetime.now(UTC).date()
