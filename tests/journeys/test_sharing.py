"""A reader reads a collection and takes it away; a regional body shows it on a site of its own."""

from __future__ import annotations

import io
import threading
import time
import urllib.request
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Visit, flask
from tests.journeys.test_every_kind_of_page import overflow, wrong

COLLECTION = """
copybook_collections: 1
collections:
- slug: dry-homes
  state: published
  bodies: [{slug: elsewhere-region, name: Elsewhere Region}]
  contents:
    title: Dry homes
    introduction: For those who look after homes.
    text: Why it is here.
    theme: housing
    sections:
    - title: Begin
      items: [{slug: camden-damp-sensors, comment: They asked **tenants** first., start_here: true}]
    - title: Then
      items: [{slug: lincoln-housing-repairs-system}]
    phrases: [dry homes]
  readers: the same
  published: "2026-11-22T12:00:00"
"""


@pytest.fixture(scope="session")
def dry_homes(environment: dict[str, str], site: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a published collection. Brought in once for each site: the tests of this file need not follow each other."""
    file: Path = tmp_path_factory.mktemp("collections") / "one.yaml"
    file.write_text(COLLECTION, "utf-8")
    flask(environment, "collections", "import", str(file))
    until = time.monotonic() + 10
    while "app-offer" not in urllib.request.urlopen(f"{site}/search?q=dry+homes", timeout=10).read().decode():
        assert time.monotonic() < until, "it is never offered"
        time.sleep(0.1)  # the site looks once a second for what is new
    return "/collections/dry-homes"


class _Page(BaseHTTPRequestHandler):
    def __init__(self, html: str, *rest: object) -> None:
        self.html = html
        super().__init__(*rest)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with the one page there is."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.html.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Elsewhere:
    """A site of another origin, with one page."""

    def __init__(self, html: str) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Page, html))
        self.address = f"http://localhost:{self.server.server_port}/"

    def __enter__(self) -> str:
        threading.Thread(target=self.server.serve_forever, args=[0.01], daemon=True).start()
        return self.address

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.mark.parametrize(("scripts", "width"), [(True, 320), (False, 1280)], ids=["phone", "no-scripts"])
def test_from_a_search_to_a_file_in_hand(visit: Visit, dry_homes: str, scripts: bool, width: int) -> None:
    page = visit("/search?q=dry+homes", scripts=scripts, width=width)
    expect(page.locator(".app-offer")).to_contain_text("A collection, chosen by people")
    page.locator(".app-offer").get_by_role("link", name="Dry homes", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dry homes")
    expect(page.get_by_role("main")).to_contain_text("Start here")
    if scripts:
        assert wrong(page) == []
        assert overflow(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Word", exact=True).click()
    words = [it.text for it in Document(io.BytesIO(Path(download.value.path()).read_bytes())).paragraphs]
    assert "They asked tenants first." in words
    for name, ending in (("Spreadsheet (CSV)", "csv"), ("Markdown", "md")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()
        assert download.value.suggested_filename.endswith(f".{ending}")
    page.get_by_role("link", name="Camden puts damp sensors in 200 flats", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("In these collections")
    page.get_by_role("link", name="Dry homes", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dry homes")
    assert page.url.endswith(dry_homes)


def test_another_site_shows_it_and_its_links_open_there(visit: Visit, browser: Browser, site: str, dry_homes: str) -> None:
    page = visit(dry_homes)
    code = page.get_by_label("Show it on your own site: copy this into a page").input_value()
    with Elsewhere(f"<!DOCTYPE html><title>Elsewhere</title>{code}") as address:
        context = browser.new_context()
        other = context.new_page()
        trouble: list[str] = []
        other.on("console", lambda message: trouble.append(message.text))
        other.goto(address)
        frame = other.frame_locator("iframe")
        expect(frame.get_by_role("heading", level=1)).to_have_text("Dry homes")
        expect(frame.locator("main")).to_contain_text("A collection from Copybook, put together by Elsewhere Region")
        assert not trouble
        frame.get_by_role("link", name="Camden puts damp sensors in 200 flats", exact=True).click()
        other.wait_for_url(f"{site}/case-studies/camden-damp-sensors")
        context.close()


def test_another_site_cannot_frame_anything_else(browser: Browser, site: str, dry_homes: str) -> None:
    with Elsewhere(f'<!DOCTYPE html><title>Elsewhere</title><iframe src="{site}{dry_homes}"></iframe>') as address:
        context = browser.new_context()
        other = context.new_page()
        trouble: list[str] = []
        other.on("console", lambda message: trouble.append(message.text))
        other.goto(address)
        expect(other.frame_locator("iframe").get_by_text("Dry homes")).to_have_count(0)
        assert any("frame-ancestors" in said or "Refused" in said for said in trouble)
        context.close()
