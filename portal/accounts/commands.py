"""`flask accounts` and `flask bodies`, for whoever runs the site."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from portal.accounts import audit, factors, links, passwords, register, sealing, store
from portal.accounts.models import ROLES, Account, RegionalBody, Role
from portal.extensions import db
from portal.mail import is_address

accounts = AppGroup("accounts", help="Accounts of curators and editors.")
bodies = AppGroup("bodies", help="Regional bodies, whose curators make collections.")

IN_BODY = click.option("--body", help="A regional body, by its slug.")
AS_ROLE = click.option("--role", type=click.Choice(ROLES), default="editor", show_default=True, help="What they are there.")


@accounts.command("add")
@click.argument("email")
@click.option("--name", prompt="Their name, as others will see it", help="Their name, as others will see it.")
@click.option("--password", help="Asked for, if it is not given.")
@click.option("--link", is_flag=True, help="Ask for no password: print a link with which they choose one themselves.")
@IN_BODY
@AS_ROLE
def add(email: str, name: str, password: str | None, link: bool, body: str | None, role: Role) -> None:
    """Make an account, if need be as a member of a regional body."""
    if not link:
        password = password or click.prompt("Password", hide_input=True, confirmation_prompt=True)
        if fault := passwords.fault_in(password, name, email):
            raise click.ClickException(fault)
    if not is_address(store.normal(email)) or not name.strip() or len(name) > 120:
        raise click.ClickException("Give one email address, and a name of at most 120 characters.")
    joined = _body(body) if body else None
    try:
        made = store.add_account(db.session(), None, email, name.strip(), None if link else password)
    except store.Taken as taken:
        raise click.ClickException(f"There is an account of {taken} already. `flask accounts promote` gives it a role.") from taken
    if joined:
        store.set_role(db.session(), None, made, joined, role)
    db.session.commit()
    click.echo(f"Added {made.email}.")
    if link:
        click.echo(links.reset_link(made, links.A_DAY))


@accounts.command("list")
def list_accounts() -> None:
    """List accounts: what each is where, and when it was last used."""
    for it in store.accounts(db.session()):
        roles = [f"{each.role} of {each.body.slug}" for each in it.memberships]
        roles += ["site editor"] * it.site_editor + ["disabled"] * it.disabled
        last = f"{it.signed_in:%Y-%m-%d}" if it.signed_in else "never signed in"
        click.echo(f"{it.email}  {it.name}  {', '.join(roles) or 'no role'}  {last}")


@accounts.command("disable")
@click.argument("email")
@click.option("--undo", is_flag=True, help="Let them sign in again.")
def disable(email: str, undo: bool) -> None:
    """Let nobody sign in to an account, and end its sessions at once."""
    it = store.set_disabled(db.session(), None, _account(email), not undo)
    db.session.commit()
    click.echo(f"{it.email} {'may sign in again' if undo else 'is disabled'}.")


@accounts.command("promote")
@click.argument("email")
@IN_BODY
@AS_ROLE
@click.option("--undo", is_flag=True, help="Take the role away again.")
def promote(email: str, body: str | None, role: Role, undo: bool) -> None:
    """Give an account a role in a regional body, or without --body make it an editor of the site."""
    it = _account(email)
    if body:
        joined = _body(body)
        if undo and it.role_in(joined.id) is None:
            raise click.ClickException(f"{it.email} does not belong to {joined.name}.")
        store.set_role(db.session(), None, it, joined, None if undo else role)
        words = f"a member of {joined.name}" if undo else f"{role} of {joined.name}"
    else:
        store.set_site_editor(db.session(), None, it, not undo)
        words = "an editor of the site"
    db.session.commit()
    click.echo(f"{it.email} is {'no longer' if undo else 'now'} {words}.")


@accounts.command("reset")
@click.argument("email")
@click.option("--second-factor", is_flag=True, help="Take the second factor away too. Make sure first that it is them who asks.")
def reset(email: str, second_factor: bool) -> None:
    """Print a link with which somebody chooses a new password. It works once, and for a day; their password stays until then."""
    it = _account(email)
    if it.disabled:
        raise click.ClickException(f"{it.email} is disabled. `flask accounts disable --undo` lets them sign in again.")
    if second_factor:
        factors.end(db.session(), None, it)
    audit.note(db.session(), None, "reset", f"account {it.id}", f"Made a link for {it.name} to choose a new password")
    db.session.commit()
    click.echo(links.reset_link(it, links.A_DAY))
    if not current_app.config["SITE_URL"]:
        click.echo("SITE_URL is not set. If people reach the site by another address, put that in its place.", err=True)


@accounts.command("reseal")
def reseal() -> None:
    """Encrypt every second factor again, with the newest key. Run it after a key was added to SECOND_FACTOR_KEYS."""
    try:
        count = factors.seal_again(db.session(), sealing.keys(current_app.config))
    except sealing.NotOpened as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()
    click.echo(f"{count} sealed with the newest key.")


@bodies.command("seed")
def seed() -> None:
    """Add the regional bodies of the agreed list, and bring the facts of those there are up to date."""
    try:
        listed = list(register.listed_bodies(Path(current_app.config["COPYBOOK_CASESTUDIES"])))
    except OSError as error:
        raise click.ClickException(f"There is no list to read: {error}. COPYBOOK_CASESTUDIES says where it is looked for.") from error
    new = sum(store.keep_body(db.session(), it.slug, it.name, it.kind, it.region, it.website) for it in listed)
    db.session.commit()
    click.echo(f"{new} added, {len(listed) - new} brought up to date.")


@bodies.command("add")
@click.argument("slug")
@click.option("--name", prompt=True, help="Its name.")
@click.option("--kind", default="other", show_default=True, help="What kind of body it is.")
@click.option("--region", default="", help="Where it is.")
@click.option("--website", default="", help="Its website.")
def add_body(slug: str, name: str, kind: str, region: str, website: str) -> None:
    """Add a regional body that is not on the agreed list, or change its facts."""
    if not slug.replace("-", "").isalnum() or not slug.isascii() or slug != slug.lower() or len(slug) > 120:
        raise click.ClickException("A slug is lower-case letters, digits and hyphens, such as greater-anytown.")
    if any(len(text) > most for text, most in ((name, 200), (kind, 60), (region, 60), (website, 300))) or not name.strip():
        raise click.ClickException("Give a name of at most 200 characters, kind and region of at most 60, and a website of at most 300.")
    if website and not website.startswith(("https://", "http://")):
        raise click.ClickException("A website begins with https:// or http://.")
    new = store.keep_body(db.session(), slug, name, kind, region, website)
    db.session.commit()
    click.echo(f"{slug} {'added' if new else 'changed'}.")


@bodies.command("list")
def list_bodies() -> None:
    """List regional bodies, and how many members each has."""
    for it in store.bodies(db.session()):
        click.echo(f"{it.slug}  {it.name}  {it.kind}  {len(it.memberships)} members")


def _account(email: str) -> Account:
    found = store.account_of(db.session(), email)
    if found is None:
        raise click.ClickException(f"There is no account of {email}. `flask accounts list` shows those there are.")
    return found


def _body(slug: str) -> RegionalBody:
    found = store.body_named(db.session(), slug)
    if found is None:
        there = "`flask bodies list` shows those there are; `flask bodies seed` reads the agreed list."
        raise click.ClickException(f"There is no regional body {slug}. {there}")
    return found
