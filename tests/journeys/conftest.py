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

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright

from indexer import build_index

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "corpus"

#: How long the site may take to start and to load the model, in seconds.
PATIENCE = 120

#: What the curator signs in with.
PASSWORD = "three random words"

#: A visit: `visit("/search", scripts=False, width=320)` opens a page in a browser of its own.
Visit = Callable[..., Page]


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
def environment(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment that the site and its commands run in: an index, an empty database, and a port."""
    folder = tmp_path_factory.mktemp("site")
    build_index(CORPUS, folder / "index")
    return os.environ | {
        "COPYBOOK_BIND": f"127.0.0.1:{_free_port()}",
        "COPYBOOK_CASESTUDIES": str(CORPUS),
        "COPYBOOK_DEVELOPMENT": "1",
        "COPYBOOK_INDEX": str(folder / "index"),
        "COPYBOOK_WORKERS": "1",  # each loads the model for itself, and we wait for one
        "DATABASE_URL": f"sqlite:///{folder / 'journeys.db'}",
    }


def flask(environment: dict[str, str], *command: str) -> None:
    """Run one of the site's own commands."""
    run = [sys.executable, "-m", "flask", "--app", "wsgi", *command]
    subprocess.run(run, cwd=ROOT, env=environment, check=True, capture_output=True)


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


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    """Open pages of the site. At the end nothing must have gone wrong unseen: no script failed, nothing was missing or blocked,
    and nobody else was asked for anything."""
    trouble: list[str] = []
    contexts = []

    def answered(response: Response) -> None:
        if not response.url.startswith(site):
            trouble.append(f"another site was asked: {response.url}")
        elif response.status >= 500 or (response.status >= 400 and response.request.resource_type != "document"):
            trouble.append(f"{response.status}: {response.url}")

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            trouble.append(message.text)

    def visit(path: str, *, scripts: bool = True, width: int = 1280) -> Page:
        context = browser.new_context(base_url=site, java_script_enabled=scripts, viewport={"width": width, "height": 900})
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("response", answered)
        page.on("console", said)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not trouble


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
