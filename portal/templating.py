"""What every template may use: GOV.UK Frontend's macros, the names of built assets, and how we write dates."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Mapping
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request, url_for
from jinja2 import BytecodeCache, ChoiceLoader, PackageLoader, PrefixLoader
from jinja2.bccache import Bucket

from indexer import CaseStudy, Council, PartialDate, Partner, Vocabulary, filter_values, value_name

log = logging.getLogger(__name__)

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

#: The header's links: name and address.
NAV_LINKS = (
    ("Case studies", "/search"),
    ("Collections", "/collections"),
    ("Councils", "/councils"),
    ("Share your project", "/contribute"),
)

#: The footer's links, in order, the same on every page.
FOOTER_LINKS = (
    ("How search works", "/how-search-works"),
    ("Accessibility statement", "/accessibility"),
    ("Cookies", "/cookies"),
    ("Privacy", "/privacy"),
    ("Sources and credits", "/sources"),
    ("What is live", "/status"),
    ("Sign in to curate", "/sign-in"),
)


#: How a template names another.
_NAMED = re.compile(r"""{%-?\s*(?:extends|from|import|include)\s+["']([^"']+)["']""")

EVIDENCE_NAMES = tuple(value_name("evidence", str(grade), Vocabulary()) for grade in range(5))


#: How many bytes a digest has.
_DIGEST = hashlib.sha256().digest_size


class AssetsMissing(Exception):
    """The style sheet and scripts have not been built. Says how."""


class KeptTemplates(BytecodeCache):
    """Compiled templates, kept from one start of the site to the next: compiling them takes a fifth of the time to the first page.

    The folder is the site's own, since what is in it is run; a digest stands before each, since Python dies of code that went bad on the
    disk or was half written. Where nothing can be kept, templates are compiled at each start.
    """

    def __init__(self, folder: Path) -> None:
        # What a template becomes depends on Jinja and on our filters, and not on its text alone.
        self._made_by = hashlib.sha256(version("jinja2").encode() + Path(__file__).read_bytes()).hexdigest()[:12]
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what was kept, if it is whole."""
        try:
            kept = self._file(bucket).read_bytes()
        except OSError:
            return
        digest, compiled = kept[:_DIGEST], kept[_DIGEST:]
        if hashlib.sha256(compiled).digest() == digest:
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template, if that can be."""
        compiled = bucket.bytecode_to_string()
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file(bucket).write_bytes(hashlib.sha256(compiled).digest() + compiled)
        except OSError as error:
            log.warning("A compiled template cannot be kept: %s. The next start takes a little longer.", error)

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"{self._made_by}-{bucket.key}"


def install(app: Flask) -> None:
    """Give the application's templates their loaders, filters and functions."""
    assert app.jinja_loader is not None
    app.jinja_options = {
        "loader": ChoiceLoader(
            [
                app.jinja_loader,
                PrefixLoader({name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")}),
            ]
        ),
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    app.jinja_env.bytecode_cache = KeptTemplates(Path(app.instance_path) / "templates")
    app.jinja_env.filters |= {"day": day, "evidence_name": evidence_name, "who": who, "country": country, "years": years}
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["site_url"] = site_url
    app.jinja_env.globals["nav_links"] = NAV_LINKS
    app.jinja_env.globals["footer_links"] = footer_links


def compile_all(app: Flask, *names: str) -> None:
    """Compile templates, and all that they are made of, before somebody waits for them."""
    environment = app.jinja_env
    assert environment.loader is not None
    left, done = set(names), set[str]()
    while left:
        name = left.pop()
        done.add(name)
        environment.get_template(name)
        # Jinja itself would parse each template a second time to say what it names, a quarter of all this.
        left.update(set(_NAMED.findall(environment.loader.get_source(environment, name)[0])) - done)


def asset(name: str) -> str:
    """The address of a built file, whose name changes when what is in it does."""
    return url_for("static", filename=_assets()[name])


def _assets() -> dict[str, str]:
    """The names of the built files, read once, or in development for each page. Raises AssetsMissing."""
    if "ASSETS" in current_app.config:
        given: dict[str, str] = current_app.config["ASSETS"]
        return given
    path = Path(str(current_app.static_folder)) / "assets.json"
    try:
        assets: dict[str, str] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise AssetsMissing("The style sheet has not been built. Run `npm ci` and `npm run build`, or `make serve`.") from error
    if not current_app.config["COPYBOOK_DEVELOPMENT"]:
        current_app.config["ASSETS"] = assets
    return assets


def footer_links() -> list[tuple[str, str]]:
    """The footer's links, and one to the code where the settings say where it is."""
    code = current_app.config["REPOSITORY_URL"]
    return [*FOOTER_LINKS, *([("The code", code)] if code else [])]


def site_url(path: str = "") -> str:
    """The public address of a path on this site: on SITE_URL if it is set, else on the host that was asked."""
    return (current_app.config["SITE_URL"] or request.url_root.rstrip("/")) + path


def day(when: date | datetime | PartialDate | None) -> str:
    """A date as we write it: “25 November 2026”, or as much of one as is known."""
    if when is None:
        return ""
    if not isinstance(when, PartialDate):
        return f"{when.day} {MONTHS[when.month - 1]} {when.year}"
    parts: list[Any] = [when.day, when.month and MONTHS[when.month - 1], when.year]
    return " ".join(str(part) for part in parts if part)


def evidence_name(grade: int) -> str:
    """A grade of evidence, 0 to 4, in a word."""
    return EVIDENCE_NAMES[grade]


def who(case_study: CaseStudy, vocabulary: Vocabulary) -> str:
    """The councils whose work it is, or the partners where no council is named, in a few words."""
    known: Mapping[str, Council | Partner] = vocabulary.councils if case_study.councils else vocabulary.partners
    names = [known[slug].name if slug in known else slug for slug in case_study.councils or case_study.partners]
    if len(names) > 2:
        names = [names[0], f"{len(names) - 1} others"]
    return " and ".join(names)


def country(case_study: CaseStudy, vocabulary: Vocabulary) -> str:
    """The country where work from abroad was done, unless its name stands there already. Nothing for our own councils."""
    if case_study.councils:
        return ""
    places = dict(filter_values(case_study, vocabulary, 0)["nation"])
    abroad, named = places.pop("abroad", None), who(case_study, vocabulary)
    return " and ".join(place for place in places.values() if place not in named) if abroad else ""


def years(case_study: CaseStudy) -> str:
    """When the work was done, as well as it is known: “2019 to 2023”."""
    started, ended = (partial.year if partial else None for partial in (case_study.started, case_study.ended))
    if started and ended:
        return str(started) if started == ended else f"{started} to {ended}"
    if started:
        return f"from {started}"
    return f"until {ended}" if ended else ""
