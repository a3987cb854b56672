"""People and their accounts: an owner invites, somebody joins, sets a second factor up and signs in with it, and forgets a password."""

from __future__ import annotations

import re
import time

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PASSWORD, Visit, flask
from tests.journeys.test_curating import check, sign_in

NEW = "kettle marmalade harbour"


def see(page: Page, words: str, scripts: bool) -> None:
    """The page is this one, and nothing is wrong with it. Axe is a script itself."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    if scripts:
        check(page)


def printed_link(environment: dict[str, str], email: str) -> str:
    """The path of the link that `flask accounts reset` prints."""
    said = flask(environment, "accounts", "reset", email)
    return "/reset" + said.splitlines()[0].partition("/reset")[2]


def submit(page: Page, name: str) -> None:
    """Press a button of the page itself."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize(("scripts", "width"), [(True, 320), (False, 1280)], ids=["phone", "no-scripts"])
def test_invited_joined_with_a_second_factor_and_a_forgotten_password(
    visit: Visit, curator: str, environment: dict[str, str], scripts: bool, width: int
) -> None:
    email, name = f"new-{width}@anytown.example", f"New at {width}"
    owner = visit("/curate/bodies/anytown-region/people", scripts=scripts, width=width)
    sign_in(owner, curator)
    see(owner, "People of Anytown Combined Authority", scripts)
    owner.get_by_label("Email address").fill(email)
    owner.get_by_label("Reviewer").check()
    submit(owner, "Invite")
    see(owner, "People of Anytown Combined Authority", scripts)
    link = re.search(r"/invitation\?key=\S+", owner.get_by_role("main").inner_text())
    assert link

    page = visit(link[0], scripts=scripts, width=width)
    see(page, "Join Anytown Combined Authority", scripts)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Choose a password", exact=True).fill(PASSWORD)
    submit(page, "Make my account and join")
    expect(page.get_by_role("main")).to_contain_text(f"{name}, reviewer")

    page.goto("/account/second-factor")
    see(page, "Set up a second factor", scripts)
    secret = page.locator("code").inner_text().replace(" ", "")
    submit_code(page, secret, 0)
    page.get_by_label("Your password", exact=True).fill(PASSWORD)
    submit(page, "Ask me for codes from now on")
    see(page, "Keep these spare codes", scripts)
    spare = page.locator("code").first.inner_text()
    submit(page, "I have kept them")
    see(page, "Your account", scripts)
    submit(page, "Sign out")

    page.goto("/sign-in")
    sign_in(page, email)
    see(page, "Type a code", scripts)
    page.get_by_label("Code").fill("000000")
    submit(page, "Go on")
    see(page, "Type a code", scripts)
    submit_code(page, secret, 1)
    submit(page, "Go on")
    see(page, "Your account", scripts)
    submit(page, "Sign out")

    page.goto("/sign-in")
    page.get_by_role("link", name="Forgotten your password?").click()
    see(page, "Forgotten your password?", scripts)
    page.goto(printed_link(environment, email))
    see(page, "Choose a new password", scripts)
    page.get_by_label("New password", exact=True).fill("password1234")
    submit(page, "Keep this password")
    see(page, "Choose a new password", scripts)
    page.get_by_label("New password", exact=True).fill(NEW)
    submit(page, "Keep this password")
    expect(page.get_by_role("main")).to_contain_text("Your new password is kept")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(NEW)
    submit(page, "Sign in")
    page.get_by_label("Code").fill(spare)
    submit(page, "Go on")
    see(page, "Your account", scripts)


def submit_code(page: Page, secret: str, steps: int) -> None:
    """Type the code of now, or of a step after, which is taken too: each is good once, and a step may end while we type."""
    made = pyotp.TOTP(secret)
    page.get_by_label("code").fill(made.generate_otp(_step() + steps))


def _step() -> int:
    return int(time.time()) // 30


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_wrong_on_the_pages_of_accounts_and_editors(
    visit: Visit, curator: str, environment: dict[str, str], width: int
) -> None:
    email = f"editor-{width}@site.example"
    flask(environment, "accounts", "add", email, "--name", "The site’s editor", "--password", PASSWORD)
    flask(environment, "accounts", "promote", email)
    flask(environment, "bodies", "add", "ownerless-region", "--name", "Ownerless Region")
    page = visit("/account", width=width)
    sign_in(page, email)
    for path in (
        "/account",
        "/account/password",
        "/account/second-factor",
        "/editors/bodies",
        "/editors/bodies/ownerless-region/owner",
        "/editors/contributions",
    ):
        page.goto(path)
        check(page)
