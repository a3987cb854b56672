from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import FlaskGroup

from portal import create_app
from portal.config import SETTINGS, SettingsError, settings


def test_without_a_secret_key_the_site_refuses_to_start_and_says_what_to_do() -> None:
    with pytest.raises(SettingsError, match=r"SECRET_KEY must be set.*make serve"):
        settings({}, {})


@pytest.mark.parametrize("command", ["accounts", "routes"])
def test_a_command_says_the_same_in_one_sentence(command: str) -> None:
    def refused() -> Flask:
        settings({}, {})
        raise AssertionError("it was not refused")

    said = CliRunner().invoke(FlaskGroup(create_app=refused), [command])
    assert said.exit_code == 1
    assert said.output.startswith("Error: SECRET_KEY must be set")


def test_an_empty_secret_key_is_none() -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        settings({"SECRET_KEY": ""}, {})


def test_development_needs_no_secret_key() -> None:
    assert settings({"COPYBOOK_DEVELOPMENT": "1"}, {})["SECRET_KEY"]


def test_a_given_secret_key_is_the_one_used() -> None:
    assert settings({"SECRET_KEY": "long and random", "COPYBOOK_DEVELOPMENT": "1"}, {})["SECRET_KEY"] == "long and random"


def test_what_is_given_goes_before_the_environment() -> None:
    found = settings({"SECRET_KEY": "one", "COPYBOOK_INDEX": "there"}, {"SECRET_KEY": "two"})
    assert (found["SECRET_KEY"], found["COPYBOOK_INDEX"]) == ("two", "there")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("TRUSTED_PROXIES", "-1", "whole number"),
        ("TRUSTED_PROXIES", "many", "whole number"),
        ("COPYBOOK_DEVELOPMENT", "yes", "1 or 0"),
        ("SITE_URL", "copybook.example", "https://"),
        ("SITE_URL", "https://copybook.example/here", "nothing after the host"),
        ("REPOSITORY_URL", "javascript:alert(1)", "https://"),
        ("CONTACT_EMAIL", "somebody", "email address"),
        ("CONTRIBUTIONS", "post", "one of mail, queue, forge"),
        ("CONTRIBUTIONS_REPOSITORY", "https://me:sesame@forge.example/content.git", "without a password"),
        ("CONTRIBUTIONS_REPOSITORY", "ext::sh -c id", "address that git can push to"),
        ("CONTRIBUTIONS_REPOSITORY", "--upload-pack=id", "address that git can push to"),
        ("CONTENT_BRANCH", "../main", "name of a branch"),
        ("MAIL_URL", "mail.example", "smtp://"),
        ("CONTACT_EMAIL", "a@b.example?cc=c@d.example", "email address"),
    ],
)
def test_a_setting_that_cannot_be_is_named_with_the_remedy(name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError, match=rf"{name} .*{says}"):
        settings({"SECRET_KEY": "x", name: value}, {})


def test_a_password_is_not_shown_even_where_it_should_not_be() -> None:
    with pytest.raises(SettingsError) as raised:
        settings({"SECRET_KEY": "x", "CONTRIBUTIONS_REPOSITORY": "https://me:sesame@forge.example/content.git"}, {})
    assert "sesame" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("TRUSTED_PROXIES", "2", 2),
        ("SITE_URL", "https://copybook.example/", "https://copybook.example"),
        ("CONTACT_EMAIL", "hello@copybook.example", "hello@copybook.example"),
        ("REPOSITORY_URL", "https://forge.example/copybook/", "https://forge.example/copybook"),
    ],
)
def test_a_setting_is_read(name: str, text: str, value: Any) -> None:
    assert settings({"SECRET_KEY": "x", name: text}, {})[name] == value


def test_no_setting_has_a_default_that_is_a_secret_or_an_address_of_ours() -> None:
    named = {setting.name: setting.default for setting in SETTINGS}
    assert [named[name] for name in ("SECRET_KEY", "SITE_URL", "CONTACT_EMAIL", "REPOSITORY_URL")] == [None] * 4
    assert named["COPYBOOK_DEVELOPMENT"] == "0"


def test_each_setting_says_what_it_does_in_one_line() -> None:
    assert all(setting.about.endswith(".") and "\n" not in setting.about for setting in SETTINGS)
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)


def test_cookies_are_for_https_alone_in_service() -> None:
    assert settings({"SECRET_KEY": "x"}, {})["SESSION_COOKIE_SECURE"]
    assert not settings({"COPYBOOK_DEVELOPMENT": "1"}, {})["SESSION_COOKIE_SECURE"]


def test_the_application_reads_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "from the environment")
    assert create_app().config["SECRET_KEY"] == "from the environment"
