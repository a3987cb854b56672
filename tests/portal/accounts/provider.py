"""A small OpenID Connect provider on this machine, over real HTTP: discovery, codes with PKCE, signed tokens. It can be told to lie."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "copybook", "a secret of the client"


@dataclass
class Provider:
    """Who vouches, whom for (`person`), and what is amiss with it (`lies`)."""

    issuer: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    lies: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}, private=True))

    def metadata(self) -> dict[str, Any]:
        """What is discovered."""
        return {
            "issuer": self.lies.get("issuer of all", self.issuer),
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": self.lies.get("algorithms", ["RS256"]),
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where to lead the browser back to, somebody having signed in here."""
        self.asked.append(asked)
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']} | self.lies.get('back', {}))}"

    def token(self, sent: dict[str, str]) -> dict[str, Any] | None:
        """A token for a code, once, for who has the verifier it was asked for with."""
        asked = self.codes.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if asked is None or base64.urlsafe_b64encode(digest).decode().rstrip("=") != asked["code_challenge"]:
            return None
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"], **self.person}
        claims |= self.lies.get("claims", {})
        return {"access_token": "x", "token_type": "Bearer", "id_token": self._signed(claims)}

    def _signed(self, claims: dict[str, Any]) -> str:
        algorithm = self.lies.get("algorithm", "RS256")
        if algorithm == "none":
            parts = ({"alg": "none"}, claims)
            return ".".join(base64.urlsafe_b64encode(json.dumps(it).encode()).decode().rstrip("=") for it in parts) + "."
        key = OctKey.import_key(SECRET + "x" * 32) if algorithm == "HS256" else self.lies.get("key", self.key)
        return jwt.encode({"alg": algorithm, "kid": "one"}, claims, key, algorithms=[algorithm])


@contextmanager
def running() -> Iterator[Provider]:
    """A provider that listens while it is needed."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize({name: it[0] for name, it in parse_qs(parts.query).items()}))
                self.end_headers()
            else:
                public = {"keys": [provider.key.as_dict(private=False)]}
                self._say(public if parts.path == "/keys" else provider.metadata())

        def do_POST(self) -> None:
            typed = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            right = self.headers["Authorization"] == "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
            token = provider.token({name: it[0] for name, it in typed.items()}) if right else None
            self._say(token or {"error": "invalid_grant"}, 200 if token else 400)

        def _say(self, words: dict[str, Any], status: int = 200) -> None:
            body = json.dumps(words).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()  # it looks so often whether it should end
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
