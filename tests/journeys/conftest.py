"""What the journeys share: the site, served as in service over an index of the frozen corpus, and a real Chromium to visit it with."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO
from unittest.mock import patch

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright

from indexer import build_index
from portal import create_app
from portal.extensions import can_migrate, db
from tests.conftest import MadeOnce

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "corpus"

#: How long the site may take to start and to load the model, in seconds.
PATIENCE = 120

#: What the curator signs in with.
PASSWORD = "three random words"

#: A visit: `visit("/search", scripts=False, width=320)` opens a page in a browser that knows nothing of other visits.
Visit = Callable[..., Page]

#: Browsers that nobody has just now, by whether they run scripts.
Free = dict[bool, list[BrowserContext]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of these need a browser, so `make test` leaves them out and `make browser-test` runs them."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is. Without one the journeys are skipped on a person's machine, and fail where changes are judged."""
    named = os.environ.get("CHROMIUM_PATH")
    found = next(filter(None, map(shutil.which, [named] if named else ["chromium", "chromium-browser", "google-chrome"])), None)
    if found is None:
        missing = f"There is no Chromium {f'at {named}' if named else 'here'}. Install it, or set CHROMIUM_PATH to where it is."
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@pytest.fixture(scope="session")
def environment(chromium: str, made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment that the site and its commands run in: an index, an empty database, and a port."""
    folder = tmp_path_factory.mktemp("site")
    index = made_once("index", lambda new: build_index(CORPUS, new))
    return os.environ | {
        "COPYBOOK_BIND": f"127.0.0.1:{_free_port()}",
        "COPYBOOK_CASESTUDIES": str(CORPUS),
        "COPYBOOK_DEVELOPMENT": "1",
        "COPYBOOK_INDEX": str(index),
        "COPYBOOK_WORKERS": "1",  # each loads the model for itself, and we wait for one
        "DATABASE_URL": f"sqlite:///{folder / 'journeys.db'}",
    }


def flask(environment: dict[str, str], *command: str) -> str:
    """Run one of the site's own commands, and give what it said. In this process: a Python of its own takes two seconds to start."""
    with patch.dict(os.environ, environment):
        app = can_migrate(create_app())
        done = app.test_cli_runner().invoke(args=command)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="session")
def site(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site, running under gunicorn in a process of its own, ready to search by meaning."""
    address = f"http://{environment['COPYBOOK_BIND']}"
    flask(environment, "db", "upgrade")
    with (tmp_path_factory.mktemp("logs") / "log").open("w+") as log:
        server = subprocess.Popen([sys.executable, "-m", "gunicorn", "wsgi:app"], cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            _wait_for(address, server, log)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


@pytest.fixture(scope="session")
def curator(environment: dict[str, str], site: str) -> str:
    """The address of somebody who owns the collections of a regional body. Their password is PASSWORD."""
    email = "curator@anytown.example"
    flask(environment, "bodies", "add", "anytown-region", "--name", "Anytown Combined Authority")
    member = ["--body", "anytown-region", "--role", "owner"]
    flask(environment, "accounts", "add", email, "--name", "Anytown’s curator", "--password", PASSWORD, *member)
    return email


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, keeping to itself."""
    quiet = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with sync_playwright() as playwright:
        # Chromium refuses its sandbox to root.
        browser = playwright.chromium.launch(executable_path=chromium, args=quiet, chromium_sandbox=os.geteuid() != 0)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def free() -> Free:
    """The browsers that journeys have given back. A new one for each visit would take Chromium twice as long."""
    return {True: [], False: []}


@pytest.fixture
def visit(browser: Browser, site: str, free: Free) -> Iterator[Visit]:
    """Open pages of the site, each in a browser that knows nothing of the others; `own` for a journey that changes the browser itself.

    At the end nothing must have gone wrong unseen: no script failed, nothing was missing or blocked, and nobody else was asked."""
    trouble: list[str] = []
    lent: list[tuple[bool, BrowserContext]] = []
    changed: list[BrowserContext] = []

    def answered(response: Response) -> None:
        if not response.url.startswith(site):
            trouble.append(f"another site was asked: {response.url}")
        elif response.status >= 500 or (response.status >= 400 and response.request.resource_type != "document"):
            trouble.append(f"{response.status}: {response.url}")

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            trouble.append(message.text)

    def visit(path: str, *, scripts: bool = True, width: int = 1280, own: bool = False) -> Page:
        one_is_free = free[scripts] and not own
        context = free[scripts].pop() if one_is_free else browser.new_context(base_url=site, java_script_enabled=scripts)
        context.set_default_timeout(10_000)
        if own:
            changed.append(context)
        else:
            lent.append((scripts, context))
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.on("response", answered)
        page.on("console", said)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(path)
        return page

    yield visit
    for scripts, context in lent:
        forget(context, site)
        free[scripts].append(context)
    for context in changed:
        context.close()
    assert not trouble


def forget(context: BrowserContext, site: str) -> None:
    """Make a browser as if nobody had ever visited the site with it. It keeps only what no visit changes: scripts, letters, pictures."""
    context.clear_cookies()
    context.new_cdp_session(context.pages[0]).send("Storage.clearDataForOrigin", {"origin": site, "storageTypes": "all"})
    for page in context.pages:
        page.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str, server: subprocess.Popen[bytes], log: IO[str]) -> None:
    """Return once the site answers by meaning. Fails with its log if it ends, or takes too long."""
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/search?q=damp", timeout=10) as answer:
                if "by words alone" not in answer.read().decode():
                    return
        except (urllib.error.URLError, TimeoutError):
            pass  # not listening yet, or busy starting
        time.sleep(0.2)
    log.seek(0)
    pytest.fail(f"The site did not start. It said:\n{log.read()}")
