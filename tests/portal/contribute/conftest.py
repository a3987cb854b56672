"""What tests of the form share: a database with its tables, a draft without faults, and somebody who fills in the form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.contribute.steps import STEPS
from tests.portal.page import Page, audit

#: Every field that the form asks for, by the form's names; as `merged` keeps them.
WHOLE: dict[str, Any] = {
    "title": 'Anytown: tenants\' repairs, "online" # at last',
    "summary": "Tenants report a repair online. Missed appointments fell from 18% to 7% in a year.",
    "status": "live",
    "started": "2024-04",
    "ended": "2026",
    "councils": ["City of Lincoln Council", "Dorset Council"],
    "partners": [],
    "provenance": "council",
    "themes": ["customer-access", "housing"],
    "barriers": ["skills"],
    "sources": [
        {"title": "Repairs: the first year", "publisher": "Anytown Council", "url": "https://anytown.example/repairs", "date": "2026-05"},
        {"title": "Audit", "publisher": "Auditors", "url": "", "date": ""},
    ],
    "the_problem": "Tenants could not book [1].\n\n### Smaller\n\nWords.",
    "what_we_did": "We built it [1, 2].",
    "what_changed": "- Fewer missed\n- Happier",
    "what_did_not_work": "Not known. Nobody asked.",
    "outcomes": [
        {
            "measure": "Missed appointments",
            "before": "18",
            "after": "7.5",
            "change": "",
            "unit": "%",
            "period": "April 2025 to March 2026",
            "nature": "result",
            "about": "time",
            "reported_by": "council",
            "source": "2",
        }
    ],
    "costs": [{"amount": "240000", "currency": "GBP", "covers": "Licences", "year": "2025", "estimate": "true", "source": "1"}],
    "funding": ["The council", "A grant: from elsewhere"],
    "suppliers": ["Anytown Software Ltd"],
    "route": "direct award",
    "framework": "G-Cloud 13",
    "reference": "2024/S 000-000000",
    "how_to_copy_this": "1. Ask tenants.\n2. Begin small.",
    "security_and_data": "Kept in the country.",
    "people_and_skills": "",
    "technology": ["Open repairs API"],
    "assets": [{"title": "The pattern", "kind": "specification", "url": "https://anytown.example/pattern", "licence": "MIT"}],
    "role": "Housing systems team",
    "email": "housing@anytown.example",
    "licence": "OGL-UK-3.0",
    "language": "en",
}


def typed(values: dict[str, Any], step: str) -> dict[str, Any]:
    """What a browser posts of these values on one page of the form."""
    found: dict[str, Any] = {}
    for name in next(each.fields for each in STEPS if each.name == step):
        value = values.get(name, "")
        if not isinstance(value, list):
            found[name] = value
        elif value and isinstance(value[0], dict):
            found |= {f"{name}-{number}-{part}": text for number, row in enumerate(value) for part, text in row.items()}
        elif name in ("councils", "partners"):
            found |= {f"{name}-{number}": text for number, text in enumerate(value)}
        else:
            found[name] = value if name in ("themes", "barriers") else "\r\n".join(value)
    return found


@dataclass
class Author:
    """Somebody at a browser without scripts, with the link to a draft once there is one."""

    client: FlaskClient
    key: str = ""
    _token: str = ""

    def get(self, path: str, status: int = 200) -> Page:
        """A page of the draft, audited."""
        return self._page(self.client.get(self._address(path)), status)

    def post(self, path: str, answers: int = 303, /, **fields: Any) -> TestResponse:
        """Send a form with the token that its page holds."""
        fields["csrf_token"] = self.token()
        response = self.client.post(self._address(path), data=fields, content_type="multipart/form-data")
        assert response.status_code == answers, f"{path} answered {response.status}, not {answers}"
        return response

    def page_of(self, path: str, answers: int = 200, /, **fields: Any) -> Page:
        """The page that answers a form."""
        return self._page(self.post(path, answers, **fields), answers)

    def begin(self, about: str = "Anytown does something") -> Author:
        """Begin a draft."""
        response = self.post("new", about=about)
        self.key = parse_qs(urlsplit(response.headers["Location"]).query)["key"][0]
        return self

    def write(self, values: dict[str, Any]) -> Author:
        """Fill in every page."""
        for step in STEPS:
            self.post(f"draft/{step.name}", **typed(values, step.name), do="later")
        return self

    def token(self) -> str:
        """The token in a form of this session, asked for once."""
        self._token = self._token or self.client.get("/contribute/check").text.partition('name="csrf_token" value="')[2].partition('"')[0]
        return self._token

    def _address(self, path: str) -> str:
        return f"/contribute/{path}{'&' if '?' in path else '?'}key={self.key}"

    def _page(self, response: TestResponse, status: int) -> Page:
        assert response.status_code == status, f"answered {response.status}, not {status}"
        with self.client.application.app_context():
            return audit(response)


@pytest.fixture
def author(tables: Flask) -> Author:
    """Somebody with a browser of their own."""
    return Author(tables.test_client())


@pytest.fixture
def written(author: Author) -> Author:
    """Somebody whose draft has no faults."""
    return author.begin().write(WHOLE)
