"""A new case study, written from casestudies/TEMPLATE.md with what is known already filled in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from indexer.casestudy import anchor_for
from indexer.kinds import LONGEST_SLUG, SLUG
from indexer.rules.nearest import nearest
from indexer.vocabulary import Vocabulary, read_vocabulary

#: A name that people say aloud: longer ones are cut at a word.
_LONG_ENOUGH = 60


class Unfit(Exception):
    """Something that was given will not do. Says what, and what to do."""


def begin(folder: Path, lead: str, slug: str, today: date, values: Mapping[str, object]) -> Path:
    """Write a new case study and give its path. Raises Unfit, and writes nothing, where the name will not do."""
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        raise Unfit(f"“{slug[:120]}” cannot be a slug: small letters, digits and hyphens, up to {LONGEST_SLUG}. Give another with --slug.")
    _refuse_taken(folder, slug)
    dates = {"published": today.isoformat(), "review_by": _in_a_year(today).isoformat()}
    try:
        text = filled((folder / "TEMPLATE.md").read_text(encoding="utf-8"), {**values, **dates})
    except FileNotFoundError as error:
        raise Unfit(f"There is no TEMPLATE.md in {folder}. Name the folder of case studies with --casestudies.") from error
    path = folder / lead / f"{slug}.md"
    path.parent.mkdir(exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise Unfit(f"{path} is there already, and was not touched. Give another name with --slug.") from error
    return path


def filled(template: str, values: Mapping[str, object]) -> str:
    """The template with values after the names of their fields, wherever those stand alone on a line."""
    for name, value in values.items():
        if value:
            written = value if name in ("published", "review_by", "status") else json.dumps(_curly(value), ensure_ascii=False)
            template = re.sub(rf"^( *{name}:) *$", lambda found, it=written: f"{found[1]} {it}", template, count=1, flags=re.MULTILINE)  # type: ignore[misc]
    return template


def slug_for(title: str) -> str:
    """A slug made from a title."""
    made = anchor_for(title)
    return made if len(made) <= _LONG_ENOUGH else made[: _LONG_ENOUGH + 1].rpartition("-")[0] or made[:_LONG_ENOUGH]


def council_of(named: str, lists: Vocabulary) -> str:
    """A council's slug, from its slug or one of its names. Raises Unfit with the one that was probably meant."""
    if named in lists.councils:
        return named
    plain = " ".join(named.casefold().split())
    exact = [slug for slug, it in lists.councils.items() if plain in {name.casefold() for name in (slug, it.name, it.short_name)}]
    if len(exact) == 1:
        return exact[0]
    meant = nearest(named, {slug: (it.name, it.short_name, *it.other_names) for slug, it in lists.councils.items()})
    hint = f"Did you mean “{meant}”?" if meant else "Its slug is in the first column of vocabulary/councils.csv."
    raise Unfit(f"There is no council called “{named[:100]}”. {hint}")


def terms_of(named: Iterable[str], lists: Vocabulary) -> tuple[str, ...]:
    """Themes' slugs. Raises Unfit with the one that was probably meant."""
    return tuple(dict.fromkeys(_theme(each, lists) for each in named))


def _theme(named: str, lists: Vocabulary) -> str:
    plain = named.casefold()
    for slug, theme in lists.themes.items():
        if plain in (slug, theme.name.casefold()):
            return slug
    meant = nearest(named, {slug: (theme.name,) for slug, theme in lists.themes.items()})
    hint = f"Did you mean “{meant}”?" if meant else f"The themes are: {', '.join(sorted(lists.themes))}."
    raise Unfit(f"There is no theme called “{named[:100]}”. {hint}")


def _refuse_taken(folder: Path, slug: str) -> None:
    for path in folder.glob(f"*/{slug}.md"):
        raise Unfit(f"{path} has that name already, and was not touched. Names are for ever: give another with --slug.")
    if slug in read_vocabulary(folder).withdrawn:
        raise Unfit(f"“{slug}” was the name of a case study that was taken down. Give another with --slug.")


def _in_a_year(today: date) -> date:
    return today.replace(year=today.year + 1, day=28 if (today.month, today.day) == (2, 29) else today.day)


def _curly(value: object) -> object:
    """Straight quotation marks inside words would need a backslash, which people then copy: curly ones do not."""
    if not isinstance(value, str):
        return value
    return re.sub(r'"', "”", re.sub(r'(^|(?<=[\s(]))"', "“", value)).replace("\\", "/")
