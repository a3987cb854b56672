from __future__ import annotations

import gc
import logging
import runpy
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.http import message
from gunicorn.http.errors import LimitRequestLine
from gunicorn.http.parser import RequestParser

from portal.config import SETTINGS

CONFIG = Path(__file__).parents[2] / "gunicorn.conf.py"

SEARCH = {
    "REMOTE_ADDR": "192.0.2.7",
    "REQUEST_METHOD": "GET",
    "RAW_URI": "/search?q=my+damp+flat",
    "PATH_INFO": "/search",
    "QUERY_STRING": "q=my+damp+flat",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "HTTP_REFERER": "https://copybook.example/search?q=my+mouldy+flat",
}


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch) -> Config:
    for setting in SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)
    monkeypatch.setattr(message, "MAX_REQUEST_LINE", message.MAX_REQUEST_LINE)  # the file sets it: put it back
    config = Config()
    monkeypatch.setattr(gc, "disable", lambda: None)  # for a server's sake, not for that of tests
    for name, value in runpy.run_path(str(CONFIG)).items():
        if name in config.settings:
            config.set(name, value)
    return config


@pytest.fixture
def logged(configured: Config, caplog: pytest.LogCaptureFixture) -> Any:
    """Gunicorn's logger as we set it up; what it says goes to `caplog`."""
    logger = configured.logger_class(configured)
    for log in (logger.access_log, logger.error_log):
        log.propagate = True
        log.handlers.clear()
    caplog.set_level(logging.INFO, "gunicorn.access")
    return logger


def test_the_access_log_holds_no_question(logged: Any, caplog: pytest.LogCaptureFixture) -> None:
    answer = SimpleNamespace(status="200 OK", sent=1234, headers=[])
    logged.access(answer, SimpleNamespace(headers=[]), SEARCH, timedelta(milliseconds=12))
    assert "192.0.2.7" in caplog.text
    assert '"GET /search HTTP/1.1" 200 1234' in caplog.text
    assert "damp" not in caplog.text
    assert "mouldy" not in caplog.text


def test_the_access_log_holds_no_key_to_a_draft(logged: Any, caplog: pytest.LogCaptureFixture) -> None:
    asked = SEARCH | {"RAW_URI": "/contribute/draft?key=sesame", "PATH_INFO": "/contribute/draft", "QUERY_STRING": "key=sesame"}
    asked |= {"HTTP_REFERER": "https://copybook.example/contribute/draft?key=sesame"}
    logged.access(SimpleNamespace(status="200 OK", sent=1, headers=[]), SimpleNamespace(headers=[]), asked, timedelta(milliseconds=12))
    assert '"GET /contribute/draft HTTP/1.1"' in caplog.text
    assert "sesame" not in caplog.text


def test_a_malformed_request_is_logged_without_what_it_asked(logged: Any, caplog: pytest.LogCaptureFixture) -> None:
    logged.warning("Invalid request from ip=192.0.2.7: Invalid HTTP request line: 'GET /search?q=my damp flat HTTP/1.1'")
    assert "malformed request" in caplog.text
    assert "damp" not in caplog.text


def test_a_failed_request_is_logged_by_its_path(logged: Any, caplog: pytest.LogCaptureFixture) -> None:
    logged.exception("Error handling request %s %s", "GET", "/search?q=my+damp+flat")
    assert "GET /search" in caplog.text
    assert "damp" not in caplog.text


def test_it_listens_where_the_settings_say_and_on_this_machine_alone_unless_told(configured: Config) -> None:
    defaults = {setting.name: setting.default for setting in SETTINGS}
    assert configured.bind == [defaults["COPYBOOK_BIND"]] == ["127.0.0.1:8000"]
    assert configured.threads == int(defaults["COPYBOOK_THREADS"] or 0)
    assert configured.worker_class_str == "gthread"


def test_it_has_as_many_workers_as_the_settings_say(configured: Config) -> None:
    defaults = {setting.name: setting.default for setting in SETTINGS}
    assert configured.workers == int(defaults["COPYBOOK_WORKERS"] or 0)


def test_a_question_of_a_hundred_thousand_letters_is_not_refused_for_its_length(configured: Config) -> None:
    # In an address, a letter may take twelve.
    address = "/search?q=" + "%F0%9F%8F%9A" * 100_000
    [request] = RequestParser(configured, [f"GET {address} HTTP/1.1\r\nHost: x\r\n\r\n".encode()], None)
    assert request.uri == address


def test_an_endless_address_is_refused_before_it_fills_the_memory(configured: Config) -> None:
    given = 0

    def endless() -> Iterator[bytes]:
        nonlocal given
        yield b"GET /search?q="
        while True:
            given += 1
            yield b"a" * 65_536

    with pytest.raises(LimitRequestLine):
        next(RequestParser(configured, endless(), None))
    assert given * 65_536 < 3_000_000


def test_workers_are_copies_of_one_application_and_each_opens_the_index_for_itself(
    configured: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(gc, "freeze", lambda: done.append("frozen"))
    monkeypatch.setattr(gc, "enable", lambda: done.append("looks for rubbish"))
    monkeypatch.setattr("portal.get_ready", lambda app: done.append(f"{app} is ready"))
    monkeypatch.setattr("portal.current_index.open_early", lambda app: done.append(f"{app} opens the index"))
    assert configured.preload_app
    configured.when_ready(SimpleNamespace(app=SimpleNamespace(wsgi=lambda: "parent")))
    configured.post_worker_init(SimpleNamespace(wsgi="worker"))
    assert done == ["parent is ready", "frozen", "worker opens the index", "looks for rubbish"]
