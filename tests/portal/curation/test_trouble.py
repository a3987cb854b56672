"""What somebody should see to, as `flask collections check` lists it."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Account
from portal.extensions import db


def checked(app: Flask) -> str:
    return app.test_cli_runner().invoke(args=["collections", "check"]).output


def test_a_collection_that_nobody_can_change_is_told_with_the_remedy(people: Flask) -> None:
    remedy = "flask accounts add ADDRESS --body anytown-region"
    assert remedy not in checked(people)
    with people.app_context():
        for account in db.session.scalars(select(Account)):
            account.disabled = True
        db.session.commit()
    assert remedy in checked(people)
