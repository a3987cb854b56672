"""What is typed to sign in, to choose a password, to say a code, and to invite somebody."""

from __future__ import annotations

from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovRadioInput, GovTextInput
from wtforms import Field, Form, PasswordField, RadioField, StringField, ValidationError

from portal.accounts.passwords import LONGEST, SHORTEST
from portal.mail import is_address

_EMAIL = {"type": "email", "spellcheck": "false", "maxlength": 254}
_CODE = {"autocomplete": "one-time-code", "spellcheck": "false", "maxlength": 40, "params": {"classes": "govuk-input--width-10"}}
_CHOSEN = f"At least {SHORTEST} characters, and any you like. Three random words are easy to remember."


class _Address:
    def __call__(self, form: Form, field: Field) -> None:
        if not is_address((field.data or "").strip()):
            raise ValidationError("Write an email address, such as name@council.gov.uk.")


def _password(label: str, autocomplete: str, description: str = "") -> PasswordField:
    widget, settings = GovPasswordInput(), {"maxlength": LONGEST, "params": {"autocomplete": autocomplete}}
    return PasswordField(label, widget=widget, description=description, render_kw=settings)


def _email(label: str, autocomplete: str, description: str = "", *checks: Any) -> StringField:
    return StringField(
        label, list(checks), widget=GovTextInput(), description=description, render_kw=_EMAIL | {"autocomplete": autocomplete}
    )


class SignInForm(Form):
    """An address and a password. Neither is told from the other when they are wrong."""

    email = _email("Email address", "username")
    password = _password("Password", "current-password")


class CodeForm(Form):
    """A code of the second factor, or a spare one."""

    code = StringField("Code", widget=GovTextInput(), description="Six figures from your app, or one of your spare codes.", render_kw=_CODE)


class AskResetForm(Form):
    """Whose password is forgotten."""

    email = _email("Email address", "username", "", _Address())


class NewPasswordForm(Form):
    """A password to choose."""

    password = _password("New password", "new-password", _CHOSEN)


class ChangePasswordForm(Form):
    """The password there is, and one to choose."""

    current = _password("Your password now", "current-password")
    password = _password("New password", "new-password", _CHOSEN)


class AgainForm(Form):
    """One's password, before something that matters."""

    current = _password("Your password", "current-password")


class SetUpForm(Form):
    """That the phone has the secret, and who it is."""

    code = StringField("The code that your app shows now", widget=GovTextInput(), render_kw=_CODE)
    current = _password("Your password", "current-password")


class JoinForm(Form):
    """A new account for somebody who is invited."""

    name = StringField(
        "Your name", widget=GovTextInput(), description="As others will see it.", render_kw={"maxlength": 120, "autocomplete": "name"}
    )
    password = _password("Choose a password", "new-password", _CHOSEN)

    def validate_name(self, field: Field) -> None:
        """A name is needed, in one line."""
        field.data = " ".join((field.data or "").split())
        if not field.data or len(field.data) > 120 or not field.data.isprintable():
            raise ValidationError("Write your name, in at most 120 characters.")


class InviteForm(Form):
    """Whom to ask, and as what."""

    email = _email("Email address", "off", "", _Address())
    role = RadioField(
        "What they are",
        choices={
            "reviewer": "Reviewer: comments and approves, changes nothing",
            "editor": "Editor: makes, changes and publishes collections",
            "owner": "Owner: also sees to who belongs",
        },
        default="editor",
        widget=GovRadioInput(),
    )


class OwnerForm(Form):
    """Whom to ask to be the first owner of a body."""

    email = _email("Email address", "off", "", _Address())


def faults(form: Form) -> list[dict[str, str]]:
    """What must be mended, for the summary at the top."""
    return [{"text": words, "href": f"#{field.id}"} for field in form for words in field.errors]


def fault(field: Any, words: str) -> None:
    """Say of a field what is wrong with it, where only the view can know."""
    field.errors = [*field.errors, words]
