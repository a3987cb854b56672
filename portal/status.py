"""What is live: from which commit, since when, and what was left out and why, for authors who look for their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Blueprint, Response, current_app, jsonify, render_template

from indexer import Look, last_look
from portal.current_index import current_index

blueprint = Blueprint("status", __name__)


#: Files with faults that the page shows; the JSON has them all.
MOST_SHOWN = 100

#: After so long without a look, the builder is likely not running.
LONG = timedelta(hours=1)


@blueprint.get("/status")
def status() -> str:
    """The page for people."""
    built, look = current_index().built, _last_look()
    return render_template(
        "status/status.html",
        built=built,
        at=moment(built.at),
        left_out=by_file(built.left_out),
        look=look,
        looked=moment(look.at) if look else None,
        is_late=bool(look) and is_late(look, datetime.now(UTC)),
        most=MOST_SHOWN,
    )


@blueprint.get("/status.json")
def status_json() -> Response:
    """The same for machines."""
    look = _last_look()
    return jsonify({"built": asdict(current_index().built), "look": asdict(look) if look else None})


def by_file(left_out: Mapping[str, tuple[str, ...]]) -> list[tuple[str, tuple[str, ...]]]:
    """The files that were left out, in order, each with its reasons."""
    return sorted((visible(path), tuple(map(visible, reasons))) for path, reasons in left_out.items())


@blueprint.app_template_filter()
def visible(text: str) -> str:
    """Text with everything that would not show on a page written out, such as \\x00."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape", "backslashreplace").decode() for each in text)


def moment(text: str) -> datetime | None:
    """A moment as the builder wrote it; None if it cannot be read."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return None


def is_late(look: Look | None, now: datetime) -> bool:
    """Whether the last look is so long ago that somebody should see whether the builder runs."""
    at = moment(look.at) if look else None
    return at is not None and now - at > LONG


def _last_look() -> Look | None:
    return last_look(Path(current_app.config["COPYBOOK_INDEX"]))
