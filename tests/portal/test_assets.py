"""The built style sheet, scripts and typeface. These tests need `npm run build` to have been run, as `make test` does."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from portal import current_index
from portal.templating import AssetsMissing, asset
from tests.memory_index import MemoryIndex
from tests.portal.conftest import AppWith

STATIC = Path(__file__).parents[2] / "portal" / "static"

#: DESIGN's budget for a page's first load, in bytes, everything included, compressed.
BUDGET = 100_000


@pytest.fixture(scope="module")
def manifest() -> dict[str, str]:
    if not (STATIC / "assets.json").exists():
        pytest.fail("The assets have not been built. Run `npm ci` and `npm run build`, or `make test`.")
    built: dict[str, str] = json.loads((STATIC / "assets.json").read_text("utf-8"))
    return built


@pytest.fixture(scope="module")
def css(manifest: dict[str, str]) -> str:
    return (STATIC / manifest["copybook.css"]).read_text("utf-8")


def compressed(path: Path) -> int:
    content = path.read_bytes()
    return len(content) if path.suffix == ".woff2" else len(gzip.compress(content))


def test_the_first_load_of_a_page_is_within_its_budget(
    manifest: dict[str, str], settings: dict[str, Any], index: MemoryIndex, app_with: AppWith
) -> None:
    del settings["ASSETS"]
    app = app_with()
    current_index.install(app, lambda: index)
    page = app.test_client().get("/search?q=housing").data
    assert len(gzip.compress(page)) + sum(compressed(STATIC / name) for name in manifest.values()) < BUDGET


def test_nothing_is_fetched_from_elsewhere(css: str) -> None:
    assert all(not address.strip("\"'").startswith(("http", "//", "data:")) for address in re.findall(r"url\(([^)]*)\)", css))
    assert "@import" not in css


def test_every_file_that_the_style_sheet_fetches_is_there(css: str) -> None:
    fetched = [address.strip("\"'") for address in re.findall(r"url\(([^)]*)\)", css)]
    assert fetched
    assert all((STATIC / name).exists() for name in fetched)


def test_the_typeface_is_ours_and_has_the_welsh_letters(css: str) -> None:
    assert "GDS Transport" not in css
    faces = re.findall(r"@font-face\{[^}]*\}", css)
    assert {weight for face in faces for weight in re.findall(r"font-weight:(\d+)", face)} == {"400", "700"}
    assert all("font-display:swap" in face for face in faces)
    assert sum("U+0100-02BA" in face.upper() for face in faces) == 2


def test_scripts_are_modules_that_import_only_what_is_beside_them(manifest: dict[str, str]) -> None:
    scripts = [(STATIC / name).read_text("utf-8") for name in manifest.values() if name.endswith(".js")]
    imported = [name for script in scripts for name in re.findall(r'^import [^"]*"([^"]*)"', script, re.MULTILINE)]
    assert len(imported) == len(scripts) - 1
    assert all(name.startswith("./") and (STATIC / name[2:]).exists() for name in imported)
    assert not [script for script in scripts if "sourceMappingURL" in script]


def test_a_built_file_may_be_kept_for_ever(manifest: dict[str, str], app_with: AppWith) -> None:
    answer = app_with().test_client().get(f"/static/{manifest['copybook.css']}")
    answer.close()
    assert {"public", "immutable", "max-age=31536000"} <= set(answer.headers["Cache-Control"].split(", "))


def test_without_built_assets_the_remedy_is_said(settings: dict[str, Any], tmp_path: Path, index: MemoryIndex, app_with: AppWith) -> None:
    del settings["ASSETS"]
    app = app_with()
    current_index.install(app, lambda: index)
    app.static_folder = str(tmp_path)
    with app.test_request_context(), pytest.raises(AssetsMissing, match="npm run build"):
        asset("copybook.css")
    assert b"npm run build" in app.test_client().get("/").data


def luminance(colour: str) -> float:
    """How light a colour is, as WCAG reckons it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart: 1 is not at all, 21 is black on white."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(scope="module")
def colours(css: str) -> dict[str, str]:
    """Our own colours by name, and those GOV.UK Frontend was compiled with."""
    source = (STATIC.parent / "assets" / "sass" / "_settings.scss").read_text("utf-8")
    ours = dict(re.findall(r"^\$([a-z-]+): (#[0-9a-f]{6});", source, re.MULTILINE))
    theirs = dict(re.findall(r"--govuk-([a-z-]+)-colour: ?(#[0-9a-f]{6})", css))
    return theirs | ours | {"white": "#ffffff"}


@pytest.mark.parametrize(
    ("text", "behind", "least"),
    [
        ("ink", "white", 7),
        ("ink", "paper", 7),
        ("white", "ink", 7),
        ("surface-text", "paper", 7),
        ("secondary-text", "white", 7),
        ("secondary-text", "paper", 7),
        ("ink", "marked", 7),
        ("margin-red", "white", 4.5),
        ("margin-red", "paper", 4.5),
        ("link", "white", 4.5),
        ("link", "paper", 4.5),
        ("link", "marked", 4.5),
        ("link-visited", "white", 4.5),
        ("link-visited", "marked", 4.5),
    ],
)
def test_words_stand_out_from_what_is_behind_them(colours: dict[str, str], text: str, behind: str, least: float) -> None:
    assert contrast(colours[text], colours[behind]) >= least
