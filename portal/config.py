"""Every setting, once. All come from the environment, and each default is safe in service or does not exist."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from click import ClickException

from portal import database


class SettingsError(ClickException):
    """The application cannot start as it is set. Says which setting, and what to do; a `flask` command says no more than that."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name in the environment, what it is when nobody sets it, and what it does, for the README."""

    name: str
    default: str | None
    about: str
    read: Callable[[str], Any] = str


def _yes(text: str) -> bool:
    if text not in ("", "0", "1"):
        raise ValueError("must be 1 or 0")
    return text == "1"


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ValueError("must be a whole number, 0 or more")
    return int(text)


def _site(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError("must be an address with nothing after the host, such as https://copybook.example")
    return text.rstrip("/")


def _address(text: str) -> str:
    if urlsplit(text).scheme not in ("http", "https"):
        raise ValueError("must begin with https:// or http://")
    return text.rstrip("/")


def _address_as_it_is(text: str) -> str:
    """An issuer is compared letter by letter, its last stroke too. Without https anybody on the way could vouch for people."""
    parts = urlsplit(text)
    if parts.query or parts.fragment or (parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1")):
        raise ValueError("must begin with https://")
    return text


def _keys(text: str) -> tuple[str, ...]:
    found = tuple(text.split())
    if any(len(key) < 16 for key in found):
        raise ValueError("must be long random texts, of at least 16 characters each")
    return found


def _shared_secret(text: str) -> str:
    if len(text) < 16:
        raise ValueError("must be at least 16 characters, long and random")
    if text.startswith("whsec_"):
        try:
            base64.b64decode(text.removeprefix("whsec_"), validate=True)
        except binascii.Error as error:
            raise ValueError("must be base 64 after whsec_") from error
    return text


def _key(text: str) -> str:
    if len(text) < 20:
        raise ValueError("must be at least 20 characters, long and random")
    return text


def _mailbox(text: str) -> str:
    if text.count("@") != 1 or text != text.strip() or any(letter in text for letter in " <>\"'?&"):
        raise ValueError("must be one email address")
    return text


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return text

    return read


def _branch(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][\w./-]{0,99}", text) or ".." in text or text.endswith((".lock", "/", ".")) or "//" in text:
        raise ValueError("must be the name of a branch")
    return text


def _remote(text: str) -> str:
    """Where git pushes to. A password in it would show wherever it is named."""
    if urlsplit(text).password or text.startswith("-") or "::" in text:
        raise ValueError("must be an address that git can push to, without a password, which goes in CONTRIBUTIONS_TOKEN")
    return text


def _mail_server(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("must be such as smtp://user:password@mail.example:587")
    return text


#: What the portal reads from the environment. `None` means there is no default.
SETTINGS: tuple[Setting, ...] = (
    Setting("SECRET_KEY", None, "Signs cookies and forms. Needed in service; any long random text, the same for every worker."),
    Setting("COPYBOOK_DEVELOPMENT", "0", "1 on your own machine only: no SECRET_KEY needed, cookies also over http.", _yes),
    Setting("COPYBOOK_INDEX", "index", "The folder of the index that `copybook build` makes."),
    Setting("COPYBOOK_CASESTUDIES", "casestudies", "The folder of case studies."),
    Setting(
        "PUSH_SECRET",
        None,
        "Shared with the forge, which signs what it tells `/hooks/push`. None: no such address.",
        _shared_secret,
    ),
    Setting("COPYBOOK_NOTE", "instance/push-note", "The file, outside the index, by which the site tells `copybook watch` of a push."),
    Setting("COPYBOOK_BRANCH", "main", "The branch of the content repository that is published."),
    Setting(
        "DATABASE_URL",
        "sqlite:///copybook.db",
        "Where what people add is kept: SQLite, whose relative path is under `instance/`, or `postgresql://user:password@host/database`.",
    ),
    Setting(
        "BACKUP_KEY",
        None,
        "Encrypts backups: any long random text, kept elsewhere than they are. None: they are not encrypted.",
        _key,
    ),
    Setting("SITE_URL", None, "The site's public address, for canonical links and the sitemap.", _site),
    Setting("CONTACT_EMAIL", None, "A shared mailbox for readers' questions, shown on the site.", _mailbox),
    Setting("REPOSITORY_URL", None, "Where the code and the case studies are on a forge, for links to contribute.", _address),
    Setting(
        "CONTRIBUTIONS",
        "mail",
        "What “Send it” does: `mail` to the editors, `queue` for `flask contributions`, or `forge` to open its page for a new file.",
        _one_of("mail", "queue", "forge"),
    ),
    Setting("EDITORS_EMAIL", None, "Where contributions are mailed; CONTACT_EMAIL if it is not set.", _mailbox),
    Setting(
        "MAIL_URL",
        None,
        "The mail server, as `smtp://user:password@host:587` or `smtps://…`. Without it the site sends no mail.",
        _mail_server,
    ),
    Setting(
        "CONTRIBUTIONS_REPOSITORY",
        None,
        "Where released contributions are pushed: a repository of content only. No password in it.",
        _remote,
    ),
    Setting(
        "CONTRIBUTIONS_TOKEN", None, "The token for CONTRIBUTIONS_REPOSITORY over https. Give it the right to push branches and no more."
    ),
    Setting("CONTENT_BRANCH", "main", "The branch of the case studies that contributions start from.", _branch),
    Setting("FORGE", None, "`github` or `gitlab`, where the name of REPOSITORY_URL’s host does not say it.", _one_of("github", "gitlab")),
    Setting("MOST_DRAFTS", "2000", "How many drafts are kept at once.", _count),
    Setting(
        "LIMITS_URL",
        "memory://",
        "Where requests are counted for limits. In memory, each worker counts for itself; `redis://…`, with the redis package, is shared.",
    ),
    Setting(
        "SECOND_FACTOR_KEYS",
        None,
        "What second factors are encrypted with, if not SECRET_KEY: long random texts with spaces between, newest first.",
        _keys,
    ),
    Setting("OIDC_ISSUER", None, "Councils’ own sign-in (OpenID Connect): the address of who vouches for people.", _address_as_it_is),
    Setting("OIDC_CLIENT_ID", None, "What OIDC_ISSUER knows this site as. Let it lead people back to `/sign-in/council/back`."),
    Setting("OIDC_CLIENT_SECRET", None, "What OIDC_ISSUER knows this site by."),
    Setting("OIDC_NAME", "your council", "What the button to sign in so says after “Sign in with”."),
    Setting("COPYBOOK_BIND", "127.0.0.1:8000", "The address and port that gunicorn listens on."),
    Setting("COPYBOOK_WORKERS", "2", "How many gunicorn workers there are: one for each processor. Each takes its own memory.", _count),
    Setting("COPYBOOK_THREADS", "8", "How many requests each gunicorn worker answers at once.", _count),
    Setting("TRUSTED_PROXIES", "0", "How many proxies in front of the site to believe about addresses.", _count),
)

#: Settings whose value may hold a password, and is never shown.
_SECRET = (
    "SECRET_KEY",
    "SECOND_FACTOR_KEYS",
    "OIDC_CLIENT_SECRET",
    "PUSH_SECRET",
    "DATABASE_URL",
    "BACKUP_KEY",
    "MAIL_URL",
    "CONTRIBUTIONS_REPOSITORY",
    "CONTRIBUTIONS_TOKEN",
    "LIMITS_URL",
)

#: Largest body of a request, in bytes. Nothing that people send now is near it.
MAX_CONTENT_LENGTH = 1024 * 1024

#: Signs what nobody but its maker sees: used only where COPYBOOK_DEVELOPMENT says so.
_DEVELOPMENT_KEY = "for development on one machine only"


def settings(environ: Mapping[str, str], given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings for Flask: those given, else from the environment, else the defaults. Raises SettingsError."""
    found = {setting.name: _value(setting, environ) for setting in SETTINGS} | dict(given)
    if not found["SECRET_KEY"]:
        if not found["COPYBOOK_DEVELOPMENT"]:
            raise SettingsError(
                "SECRET_KEY must be set before the site can start. Set it to a long random text, such as the one that "
                "`python -c 'import secrets; print(secrets.token_hex())'` prints. On your own machine, `make serve` needs none."
            )
        found["SECRET_KEY"] = _DEVELOPMENT_KEY
    if Path(found["COPYBOOK_NOTE"]).resolve().is_relative_to(Path(found["COPYBOOK_INDEX"]).resolve()):
        raise SettingsError("COPYBOOK_NOTE must be outside the index, which the site may not write to. Name a file elsewhere.")
    where = _database(found["DATABASE_URL"])
    return {
        "SQLALCHEMY_DATABASE_URI": where,
        "SQLALCHEMY_ENGINE_OPTIONS": database.options(where),
        "RATELIMIT_STORAGE_URI": found["LIMITS_URL"],
        # Said each time: the limiter is one for all applications of a process, and would go on as the last one was set.
        "RATELIMIT_ENABLED": True,
        # A form may be open all afternoon. Its token is good for as long as the browser is open ...
        "WTF_CSRF_TIME_LIMIT": None,
        # ... and it is enough by itself: pages whose address is a secret send no referrer to look at.
        "WTF_CSRF_SSL_STRICT": False,
        "MAX_CONTENT_LENGTH": MAX_CONTENT_LENGTH,
        "SESSION_COOKIE_NAME": "copybook",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": not found["COPYBOOK_DEVELOPMENT"],
        **found,
    }


def _database(text: str) -> str:
    try:
        return database.address(text)
    except ValueError as error:
        raise SettingsError(f"DATABASE_URL {error}. Change it where the site's environment is set.") from None


def _value(setting: Setting, environ: Mapping[str, str]) -> Any:
    text = environ.get(setting.name) or setting.default
    if text is None:
        return None
    try:
        return setting.read(text)
    except ValueError as error:
        shown = "" if setting.name in _SECRET else f"; it is {text!r}"
        raise SettingsError(f"{setting.name} {error}{shown}. Change it where the site's environment is set.") from error
