"""Councils' own sign-in by OpenID Connect, through Authlib: discovery, state, nonce and PKCE. One issuer, named in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.council import Vouched
from portal.templating import site_url

if TYPE_CHECKING:
    from authlib.integrations.flask_client import OAuth

#: Seconds that the other side may take to answer.
PATIENCE = 10

#: Signatures that only the issuer can make. Never one made with a secret we share, or none.
_SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")

_SETTINGS = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")


NOT_WAITING = "You came back to a page that was not waiting for you: one that you had open before, or in another browser."
NOT_BELIEVED = "What it said could not be believed. If that happens again, tell whoever runs this site."


class NotVouched(Exception):
    """The council's sign-in did not say who it is, or not so that we may believe it."""


def is_set(app: Flask) -> bool:
    """Whether people may sign in through their council here."""
    return all(app.config[name] for name in _SETTINGS)


def lead_there() -> Response:
    """Lead to the council's own sign-in, with what we want to hear again from it. Raises NotVouched where it cannot be reached."""
    try:
        _check_issuer()
        answer: Response = _client().authorize_redirect(site_url(url_for("accounts.council_back")))
    except _troubles() as error:
        current_app.logger.error("OIDC_ISSUER could not be asked: %s", type(error).__name__)
        raise NotVouched("It could not be reached just now. Try again in a while.") from error
    return answer


def who_came_back() -> Vouched:
    """Who the council's sign-in says has come back from it. Raises NotVouched."""
    config = current_app.config
    if "error" in request.args:
        current_app.logger.warning("OIDC_ISSUER let nobody in: %.60r", request.args["error"])
        raise NotVouched("It let nobody in: you went back, or may not use it for this site.")
    if request.args.get("iss", config["OIDC_ISSUER"]) != config["OIDC_ISSUER"]:
        raise NotVouched(NOT_BELIEVED)
    try:
        _check_issuer()
        claims = _client().authorize_access_token(claims_options=_claims(config["OIDC_ISSUER"], config["OIDC_CLIENT_ID"])).get("userinfo")
    except _not_ours() as error:
        raise NotVouched(NOT_WAITING) from error
    except _troubles() as error:
        current_app.logger.error("What OIDC_ISSUER said could not be believed: %s", type(error).__name__)
        raise NotVouched(NOT_BELIEVED) from error
    if not claims or not str(claims.get("sub", "")) or len(str(claims["sub"])) > 255:
        raise NotVouched("It did not say who it is.")
    email = str(claims.get("email", "")) if claims.get("email_verified") is True else ""
    return Vouched(config["OIDC_ISSUER"], str(claims["sub"]), email[:254], str(claims.get("name", ""))[:120])


def _claims(issuer: str, client: str) -> dict[str, Any]:
    return {"iss": {"essential": True, "values": [issuer]}, "aud": {"essential": True, "value": client}, "sub": {"essential": True}}


def _check_issuer() -> None:
    """What is discovered must be of the issuer in the settings, and signed in a way that we take."""
    metadata = _client().load_server_metadata()
    if metadata.get("issuer") != current_app.config["OIDC_ISSUER"]:
        raise ValueError("another issuer")
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [name for name in offered if name in _SIGNATURES]


def _client() -> Any:
    """Authlib's client, made when somebody first signs in so: it takes a while to load."""
    app = current_app
    if "council" not in app.extensions:
        from authlib.integrations.flask_client import OAuth

        registry: OAuth = OAuth(app)
        registry.register(
            "council",
            client_id=app.config["OIDC_CLIENT_ID"],
            client_secret=app.config["OIDC_CLIENT_SECRET"],
            server_metadata_url=f"{app.config['OIDC_ISSUER'].rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256", "default_timeout": PATIENCE},
        )
        app.extensions["council"] = registry
    return app.extensions["council"].council


def _not_ours() -> tuple[type[Exception], ...]:
    """What Authlib raises where nobody in this browser was sent there."""
    from authlib.integrations.base_client.errors import MismatchingStateError

    return (MismatchingStateError,)


def _troubles() -> tuple[type[Exception], ...]:
    """What Authlib and what it stands on raise when the other side is away, or says what it must not."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    return (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError, RuntimeError)
