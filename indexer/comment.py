"""What is said under a pull request about the case studies in it: one comment in Markdown.

    faults and advice ── what the page will show ── evidence and readiness, and what would raise them ── the nearest already here

Everything from a file passes through `inert`. The comment begins with a mark by which it is found again, so that it is renewed
and not repeated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from indexer.casestudy import Adoption, CaseStudy, Outcome
from indexer.evidence import evidence, readiness
from indexer.fault import Fault
from indexer.inert import code, inert
from indexer.vocabulary import Vocabulary

#: The first line of every comment. Nobody sees it.
MARK = "<!-- copybook review -->"

#: Forges refuse comments over 65,536 characters. A shorter one is read.
LONGEST, MOST_FILES, MOST_FAULTS = 40_000, 20, 30

_STATUS = {"idea": "an idea", "unknown": "not known"}


@dataclass(frozen=True, slots=True)
class Near:
    """A case study already here that is like one in the pull request, and why that is thought."""

    case_study: CaseStudy
    why: str
    is_close: bool = False


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One file of a pull request: what was made of it, what is to be said of it, and what is like it.

    `made` is None when it has faults. `near` is None when there was nothing to compare it with.
    """

    path: str
    made: CaseStudy | Adoption | None
    faults: tuple[Fault, ...] = ()
    near: tuple[Near, ...] | None = None
    adoptions: tuple[Adoption, ...] = field(default=())


def comment(files: Sequence[Reviewed], vocabulary: Vocabulary) -> str:
    """The whole comment."""
    parts = [MARK, _summary(files)]
    room = LONGEST - sum(map(len, parts))
    for number, each in enumerate(files):
        part = "\n".join(_file(each, vocabulary))
        room -= len(part) + 2
        if number >= MOST_FILES or room < 500:
            parts.append(f"And {len(files) - number} more. `copybook review` shows them all, a few at a time.")
            break
        parts.append(part)
    parts.append("_Written by a program from the files above, and renewed when they change. A person reads them too, and decides._")
    return "\n\n".join(parts) + "\n"


def _summary(files: Sequence[Reviewed]) -> str:
    bad = [each for each in files if _count(each, "fault")]
    if not files:
        return "No case study was changed."
    what = "This case study is" if len(files) == 1 else f"These {len(files)} files are"
    if not bad:
        return f"**Nothing has to be mended.** {what} ready for an editor to read."
    number = sum(_count(each, "fault") for each in bad)
    return (
        f"**{number} {'thing has' if number == 1 else 'things have'} to be mended first.** Choose **Edit** on the file, mend it "
        "and save: this comment is then renewed. There is no limit to how often."
    )


def _count(each: Reviewed, severity: str) -> int:
    return sum(fault.severity == severity for fault in each.faults)


def _file(each: Reviewed, vocabulary: Vocabulary) -> Iterator[str]:
    yield f"### {code(each.path[:200])}"
    yield from _said(each)
    if isinstance(each.made, CaseStudy):
        yield from _preview(each.made, vocabulary)
        yield from _grades(each.made, each.adoptions)
    elif isinstance(each.made, Adoption):
        yield from (
            "",
            f"A record that {_name(each.made.council, vocabulary)} copied {code(each.made.copies[:200])}: {inert(each.made.progress)}.",
        )
    else:
        yield from ("", "What readers will see is shown here when nothing has to be mended.")
    yield from _nearest(each)


def _said(each: Reviewed) -> Iterator[str]:
    for severity, heading in (("fault", "Must be mended"), ("advice", "Would make it better")):
        found = [fault for fault in each.faults if fault.severity == severity]
        if found:
            yield from ("", f"**{heading}**", "")
        for fault in found[:MOST_FAULTS]:
            yield f"- Line {fault.line}: {inert(fault.says)} {inert(fault.fix)}".rstrip()
        if len(found) > MOST_FAULTS:
            yield f"- And {len(found) - MOST_FAULTS} more like these."


def _preview(it: CaseStudy, vocabulary: Vocabulary) -> Iterator[str]:
    yield from ("", "**What readers will see**", "", f"> **{inert(it.title)}**", ">", f"> {inert(it.summary)}", "")
    who = [_name(slug, vocabulary) for slug in (*it.councils, *it.partners)]
    yield f"- Who: {', '.join(who[:10]) or 'nobody is named'}"
    yield f"- Status: {inert(_STATUS.get(it.status, it.status))}"
    yield f"- Themes: {', '.join(inert(vocabulary.themes[slug].name) if slug in vocabulary.themes else code(slug) for slug in it.themes)}"
    yield from (f"- Outcome: {inert(outcome.measure, 120)}: {_figures(outcome)}".rstrip() for outcome in it.outcomes[:10])
    words = len(it.text.split())
    yield f"- Text: {words} words under {len(it.sections)} headings, {len(it.sources)} {'source' if len(it.sources) == 1 else 'sources'}"


def _figures(outcome: Outcome) -> str:
    known = [f"{name} {part}" for name, part in (("from", outcome.before), ("to", outcome.after)) if part is not None]
    return inert(f"{' '.join(known) or outcome.change or 'no figure'} {outcome.unit or ''}", 180)


def _grades(it: CaseStudy, adoptions: tuple[Adoption, ...]) -> Iterator[str]:
    grade = evidence(it, adoptions)
    yield from ("", f"**Evidence: {grade.name.lower()}.** {grade.reason}")
    if grade.raise_it:
        yield f"What would raise it: {grade.raise_it}"
    ticks = readiness(it)
    yield from ("", f"**Ready to copy: {sum(tick.there for tick in ticks)} of {len(ticks)}**", "")
    for tick in ticks:
        yield f"- {'Yes' if tick.there else 'Not yet'}: {tick.name}" + (f". Missing: {tick.missing}" if tick.missing else "")


def _nearest(each: Reviewed) -> Iterator[str]:
    if isinstance(each.made, Adoption) or each.made is None:
        return
    if each.near is None:
        yield from ("", "Whether something like it is already here was not looked for: there is no index to ask.")
        return
    close = [near for near in each.near if near.is_close]
    yield from ("", "**Has it been written up already?**" if close else "**The nearest already here**", "")
    if close:
        yield from ("An editor should look whether one of these is the same work, and should be updated instead.", "")
    for near in each.near:
        yield f"- {inert(near.case_study.title)} ({code(near.case_study.slug)}): {inert(near.why)}"
    if not each.near:
        yield "Nothing like it is here."


def _name(slug: str, vocabulary: Vocabulary) -> str:
    known = vocabulary.councils.get(slug) or vocabulary.partners.get(slug)
    return inert(known.name) if known else code(slug[:200])
