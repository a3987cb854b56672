"""`flask drafts purge` for a timer, and `flask contributions` for an editor."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from portal.contribute import releasing, sending, store
from portal.contribute.models import STATES, Contribution
from portal.contribute.repository import NotPushed
from portal.extensions import db
from portal.mail import MailNotSent

drafts = AppGroup("drafts", help="Drafts of case studies that people write on the site.")
contributions = AppGroup("contributions", help="Case studies that were sent, for an editor to release or decline.")


@drafts.command("purge")
def purge() -> None:
    """Delete drafts that nobody has changed for 30 days. Run it every day."""
    gone = store.purge(db.session())
    db.session.commit()
    click.echo(f"{gone} {'draft' if gone == 1 else 'drafts'} deleted.")


@contributions.command("list")
@click.option("--state", type=click.Choice([*STATES, "all"]), default="waiting", show_default=True, help="Which to list.")
def list_contributions(state: str) -> None:
    """List those that wait, oldest first."""
    found = store.contributions(db.session(), None if state == "all" else state)
    for it in found:
        click.echo(f"{it.id:>5}  {it.sent:%Y-%m-%d %H:%M}  {it.state:<11}  {it.path}  {it.title}")
    if not found:
        click.echo("There are none." if state == "all" else f"None is {state}.")


@contributions.command("show")
@click.argument("number", type=int)
def show(number: int) -> None:
    """Show what came in, what was decided, and the file."""
    it = _contribution(number)
    click.echo(f"Number:   {it.id}\nState:    {it.state}\nSent:     {it.sent:%Y-%m-%d %H:%M} UTC\nFile:     casestudies/{it.path}")
    click.echo(f"Answer to: {it.email}" if it.email else "No address: the author sees what you decide by their link.")
    if it.reason:
        click.echo(f"Reason:   {it.reason}")
    click.echo(f"\n{_printable(it.text)}")


@contributions.command("release")
@click.argument("number", type=int)
@click.option("--reason", default="", help="A word to the author.")
def release(number: int, reason: str) -> None:
    """Push it as a branch of CONTRIBUTIONS_REPOSITORY, where the usual checks and a person look at it again."""
    it = _waiting(number)
    try:
        branch = releasing.push(current_app.config, it)
    except NotPushed as error:
        raise click.ClickException(str(error)) from error
    _decided(it, "released", reason)
    click.echo(f"Pushed as {branch}. Open a pull request of it.")


@contributions.command("decline")
@click.argument("number", type=int)
@click.option("--reason", prompt="Why, in words that its author will read", help="Why, in words that its author will read.")
def decline(number: int, reason: str) -> None:
    """Decline it, and tell its author why."""
    it = _waiting(number)
    if not reason.strip():
        raise click.ClickException("Give a reason: its author has worked on it.")
    _decided(it, "declined", reason)
    click.echo("Declined.")


def _decided(it: Contribution, state: str, reason: str) -> None:
    if not store.judge(db.session(), None, it, state, reason.strip()[:2000]):
        raise click.ClickException(f"Another editor decided about contribution {it.id} just now.")
    db.session.commit()
    try:
        sending.tell_author(current_app.config, it)
    except MailNotSent as error:
        click.echo(f"{error} Its author sees the decision by their link.", err=True)


def _contribution(number: int) -> Contribution:
    found = store.contribution(db.session(), number)
    if found is None:
        raise click.ClickException(f"There is no contribution {number}. `flask contributions list --state all` shows those there are.")
    return found


def _waiting(number: int) -> Contribution:
    found = _contribution(number)
    if found.state != "waiting":
        raise click.ClickException(f"Contribution {number} is {found.state}, not waiting.")
    return found


def _printable(text: str) -> str:
    """Words from a stranger, without what would move a terminal's cursor or change its colours."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "�" for letter in text)
