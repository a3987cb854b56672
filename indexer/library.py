"""A library of case studies looked at as a whole: what no file shows by itself, for `copybook check` and those who review.

folder -> glances (quick, not judged) ── rules about the whole -> faults
index  ── nearest in meaning of one council -> advice
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath

from indexer.casestudy import CaseStudy
from indexer.fault import Fault
from indexer.files import read_bytes, walk
from indexer.frontmatter import LARGEST
from indexer.index import Index
from indexer.query import Query
from indexer.rules import WHOLE
from indexer.rules.rule import MOST_PER_RULE, shown
from indexer.rules.whole import LARGEST_PICTURE, Glance, Gone, Library, Picture, Target
from indexer.vocabulary import Vocabulary


def whole_faults(
    folder: Path,
    vocabulary: Vocabulary,
    only: Collection[Path] | None = None,
    gone: tuple[Gone, ...] = (),
    today: date | None = None,
) -> tuple[Fault, ...]:
    """What the rules about the whole find in the files judged (all, or `only` some). `gone` are names of an earlier commit."""
    root = folder.resolve()
    wanted = None if only is None else {path.parent.resolve() / path.name for path in only}
    paths = [path for path, trouble in walk(folder) if not trouble and path.endswith(".md")]
    mine = [path for path in paths if wanted is None or root / path in wanted]
    judged = tuple(_glances(folder, mine))
    # Without a name to look for, the folders of the same councils are enough to compare with.
    leads = {council for one in judged for council in one.councils}
    rest = set(paths) - set(mine)
    others = tuple(_glances(folder, sorted(path for path in rest if gone or path.partition("/")[0] in leads)))
    library = Library(
        judged,
        others,
        gone,
        frozenset(vocabulary.withdrawn),
        today or datetime.now(UTC).date(),
        lambda path, image: _look(root, path, image),
    )
    return tuple(
        Fault(it.path, it.line, it.column, each.id, it.says, it.fix, each.severity) for each in WHOLE for it in each.check(library)
    )


def alike_by_meaning(index: Index, case_studies: Iterable[CaseStudy]) -> Iterator[Fault]:
    """Advice for each case study that an index holds another very near to in meaning, of the same council. Asks only the index."""
    rule = next(each for each in WHOLE if each.id == "CB-506")
    for one in case_studies:
        same = {"council": one.councils} if one.councils else {}
        results = index.search(Query(f"{one.title} {one.summary}", same, per_page=5, mode="meaning", show="case studies"))
        for hit in results.hits:
            other = hit.case_study
            is_itself = one.slug in (other.slug, *other.previous_slugs) or other.slug in one.previous_slugs
            if not is_itself and hit.scores.meaning >= CLOSE_IN_MEANING and _share(one, other):
                says = f"A case study must tell of another project than the council’s others; {shown(other.title)} ({other.path}) "
                says += f"is near it in meaning ({hit.scores.meaning:.0%})."
                yield Fault(one.path, 1, 1, rule.id, says, "Is it the same project? Then update that one instead.", rule.severity)


#: How near in meaning two case studies of one council may be. Of 180 real ones, no two projects of one council come nearer than 0.69.
CLOSE_IN_MEANING = 0.75


def _share(one: CaseStudy, other: CaseStudy) -> bool:
    return bool({*one.councils, *one.partners} & {*other.councils, *other.partners})


def _glances(folder: Path, paths: Iterable[str]) -> Iterator[Glance]:
    for path in paths:
        content = read_bytes(folder, path)
        if isinstance(content, bytes) and len(content) <= LARGEST:
            yield glance(path, content)


_FIELD = r"^{}[ \t]*:[ \t]*(.*(?:\n[ \t]*-[ \t].*)*)"
_TITLE, _SUMMARY, _COUNCILS, _PARTNERS, _PREVIOUS, _REVIEW = (
    re.compile(_FIELD.format(name), re.MULTILINE) for name in ("title", "summary", "councils", "partners", "previous_slugs", "review_by")
)
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
_LINK = re.compile(r"(!?)\[[^\[\]\n]{0,300}\]\(\s{0,4}<?([^()\s<>]{1,500})")
_ADDRESS = re.compile(r"[a-zA-Z][\w+.-]*:|//")


def glance(path: str, content: bytes) -> Glance:
    """What can be seen of a case study at a glance, whatever is wrong with it."""
    whole = content.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    head, _, text = whole.removeprefix("---\n").partition("\n---")
    title, summary = (_first(pattern, head).strip("\"' ") for pattern in (_TITLE, _SUMMARY))
    councils = frozenset(_SLUG.findall(f"{_first(_COUNCILS, head)} {_first(_PARTNERS, head)}"))
    review = re.match(r"[\"']?(\d{4}-\d\d-\d\d)", _first(_REVIEW, head))
    skipped = whole.count("\n", 0, len(whole) - len(text))
    return Glance(
        path=path,
        slug=PurePosixPath(path).stem,
        councils=councils or frozenset({path.partition("/")[0]}),
        title=title,
        text=f"{title} {title} {summary} {text}",
        previous_slugs=tuple(_SLUG.findall(_first(_PREVIOUS, head))),
        review_by=_day(review[1]) if review else None,
        review_line=head.count("\n", 0, head.find("\nreview_by") + 1) + 2 if review else 1,
        targets=tuple(_targets(text, skipped)) if "](" in text else (),
    )


def _first(pattern: re.Pattern[str], head: str) -> str:
    found = pattern.search(head)
    return found[1].partition(" #")[0] if found else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _targets(text: str, skipped: int) -> Iterator[Target]:
    fenced = False
    number = 0
    for row, line in enumerate(text.split("\n"), skipped + 1):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        elif "](" in line and not fenced:
            for match in _LINK.finditer(re.sub(r"`[^`]*`", lambda code: " " * len(code[0]), line)):
                is_picture, leads_to = bool(match[1]), match[2]
                if (is_picture or not (leads_to.startswith("#") or _ADDRESS.match(leads_to))) and number < MOST_PER_RULE:
                    number += 1
                    yield Target(row, match.start() + 1, leads_to, is_picture)


_BEGINNINGS = ((b"\x89PNG\r\n\x1a\n", 0), (b"\xff\xd8\xff", 0), (b"WEBP", 8))


def _look(root: Path, path: str, is_picture: bool) -> Picture:
    """What a file beside the case studies is. One outside their folder, or reached through a link, is not here."""
    place = root / path
    if path.startswith("..") or "\0" in path or not place.is_file() or place.resolve() != Path(os.path.normpath(place)):
        return "missing"
    if not is_picture:
        return "good"
    if place.stat().st_size > LARGEST_PICTURE:
        return "large"
    with place.open("rb") as file:
        start = file.read(16)
    return "good" if any(start.startswith(mark, at) for mark, at in _BEGINNINGS) else "other"
