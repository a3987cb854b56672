"""What is typed to sign in."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovTextInput
from wtforms import Form, PasswordField, StringField

from portal.accounts.passwords import LONGEST


class SignInForm(Form):
    """An address and a password. Neither is told from the other when they are wrong."""

    email = StringField(
        "Email address",
        widget=GovTextInput(),
        render_kw={"type": "email", "autocomplete": "username", "spellcheck": "false", "maxlength": 254},
    )
    password = PasswordField("Password", widget=GovPasswordInput(), render_kw={"maxlength": LONGEST})
