"""What is done once, before a server makes its workers."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from flask import Flask
from jinja2 import Environment

from portal import get_ready


@pytest.fixture
def ready(app: Flask) -> Flask:
    get_ready(app)
    return app


def test_what_is_done_before_workers_are_made_opens_no_index(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []
    monkeypatch.setattr(app.extensions["index_keeper"], "_open_newest", lambda: opened.append(1))
    get_ready(app)
    assert not opened
    assert app.extensions["index_keeper"]._newest is None


def test_what_is_done_before_workers_are_made_connects_to_no_database(settings: dict[str, Any]) -> None:
    code = (
        "import threading; from sqlalchemy import event, pool; from portal import create_app, get_ready\n"
        "connected = []; event.listen(pool.Pool, 'connect', lambda *_: connected.append(1))\n"
        f"get_ready(create_app({settings!r}))\n"
        "print(connected, threading.active_count())"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["[]", "1"], "a connection or a thread would be lost, or shared, when workers are made"


def test_the_first_page_of_results_compiles_no_template(ready: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(_: Environment, name: str, *__: Any) -> None:
        raise AssertionError(f"{name} was compiled while a visitor waited")

    monkeypatch.setattr(ready.jinja_env.loader, "load", load)
    assert ready.test_client().get("/search?q=housing").status_code == 200
