"""Rules about what stands in the text: placeholders, levels of headings, pictures, links, and tags."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from indexer.casestudy import anchor_for
from indexer.draft import Draft
from indexer.fault import Edit
from indexer.fields import NOT_KNOWN
from indexer.rules.nearest import nearest
from indexer.rules.rule import rule, shown
from indexer.values import Flaw

#: A paragraph or a value that is nothing else, and what is one wherever it stands.
_NOTHING_ELSE = re.compile(
    r"(tbc|tbd|tba|to be (confirmed|completed|added|written)|to follow|coming soon|(insert|add|enter|your) \w+( \w+)? here|placeholder|"
    r"n/?a|lorem ipsum\b.*|x{2,}|\.{2,}|…+|\?+|-+)[.!]?",
    re.IGNORECASE | re.DOTALL,
)
_ANYWHERE = re.compile(
    r"\b(TBC|TBD|TODO|FIXME)\b|\b[Ll]orem ipsum\b|£X+\b|\bX{2,}(?:%| per cent)|"
    r"(?<!!)\[(?:insert|enter|add|name of|your)\b[^\]\n]{0,80}\](?![(:])"
)
#: A quick look for what all of those have in them.
_MAY_BE = re.compile(r"T(?:BC|BD|ODO)|FIXME|orem ipsum|£X|XX|\[[ienay]")


@rule(
    "CB-409",
    why="A reader cannot tell what was forgotten from what is not known.",
    fix=f"Write what belongs there, or take it out; under a heading write “{NOT_KNOWN}” and say why.",
)
def placeholder(draft: Draft) -> Iterator[Flaw]:
    """A field or a section must hold words of its own, not a placeholder such as “TBC”."""
    fix = f"Write what belongs there, or take it out. Where something is not known, write “{NOT_KNOWN}” and say why."
    for slot in draft.slots("text", "measurement"):
        value = slot.value.text.strip()
        if found := (len(value) < 40 and _NOTHING_ELSE.fullmatch(value)) or (_MAY_BE.search(value) and _ANYWHERE.search(value)):
            says = f"`{slot.label}` must hold words of its own; {shown(found[0])} is a placeholder."
            yield Flaw(slot.value.line, slot.value.column, says, "Write what belongs there, or leave the field empty.")
    told = set()
    for paragraph in draft.paragraphs:
        words = paragraph.text.strip()
        if paragraph.heading and len(words) < 300 and words and _NOTHING_ELSE.fullmatch(words):
            place = paragraph.place(len(paragraph.text) - len(paragraph.text.lstrip()))
            told.add(place[0])
            yield Flaw(*place, f"A section must hold words of its own; {shown(words)} is a placeholder.", fix)
    for line in draft.lines if _MAY_BE.search(draft.front.text or "") else ():
        found = None if line.is_code or line.number in told else _ANYWHERE.search(line.words)
        if found:
            yield Flaw(line.number, found.start() + 1, f"The text must hold words of its own; {shown(found[0])} is a placeholder.", fix)


@rule(
    "CB-410",
    why="People who listen to a page move about it by its headings, and a level that is missing looks like a lost part.",
    fix="Take away one #.",
    mends="the number of #",
)
def skipped_level(draft: Draft) -> Iterator[Flaw]:
    """A heading must be at most one level below the one above it."""
    if draft.is_adoption:
        return
    level = 2
    for heading in draft.headings:
        if heading.level > level + 1:
            hashes, fewer = "#" * heading.level, "#" * (level + 1)
            says = f"A heading must be at most one level below the one above it; {shown(heading.words)} is at level {heading.level}."
            edit = Edit(heading.line, 1, f"{hashes} ", f"{fewer} ")
            yield Flaw(heading.line, 1, says, f"Write {fewer} instead of {hashes}.", edit=edit)
            level += 1
        elif heading.level:
            level = max(2, heading.level)


#: A picture or a link: its mark, its words, where it leads. Bounded, so that a line of brackets takes no time.
_LINK = re.compile(r"(!?)\[([^\[\]\n]{0,300})\]\(\s{0,4}<?([^()\s<>]{0,500})")
_FILE_NAME = re.compile(
    r"[\w .-]{1,100}\.(png|jpe?g|gif|webp|bmp|tiff?|svg)|(image|picture|photo|img|screenshot|graph|chart)[ _-]?\d*", re.IGNORECASE
)
_SAYS_NOTHING = frozenset(
    (
        "click here, here, click, this, this link, link, the link, read more, more, find out more, learn more, see more, more info, "
        "more information, further information, details, more details, this page, page, website, this website, web page, download, "
        "download here, see here, view, open, go, source, article, report here, read here, yma, cliciwch yma, mwy"
    ).split(", ")
)


@rule(
    "CB-411", why="Readers who cannot see the picture get its description instead.", fix="Say between the brackets what the picture shows."
)
def described(draft: Draft) -> Iterator[Flaw]:
    """A picture must have a description."""
    for line, column, (mark, words, _) in _links(draft):
        if mark and (not words.strip() or _FILE_NAME.fullmatch(words.strip())):
            says = "A picture must have a description between its square brackets."
            if words.strip():
                says = f"A picture must have a description; {shown(words)} does not say what it shows."
            yield Flaw(line, column, says, "Say what it shows, as you would on the telephone: ![Calls by month, falling](…).")


@rule("CB-412", why="Links are read out by themselves, in a list, to people who listen to a page.", fix="Say where the link leads.")
def link_words(draft: Draft) -> Iterator[Flaw]:
    """The words of a link must say where it leads."""
    for line, column, (mark, words, _) in _links(draft):
        if not mark and (not words.strip() or re.sub(r"[^\w ]", "", words).strip().lower() in _SAYS_NOTHING):
            says = f"The words of a link must say where it leads; {shown(words)} does not."
            yield Flaw(line, column, says, "Put the name of the page or the paper between the square brackets.")


@rule(
    "CB-413",
    why="A link to nowhere wastes a reader's time.",
    fix="Link to a heading by its words in small letters, joined by hyphens.",
    mends="the prefix of the anchor of a smaller heading",
)
def anchor(draft: Draft) -> Iterator[Flaw]:
    """A link within the page must lead to one of its headings or sources."""
    anchors: set[str] | None = None
    for line, column, (_, _, target) in _links(draft):
        if not target.startswith("#"):
            continue
        anchors = anchors or set(_anchors(draft))
        if target[1:] not in anchors:
            smaller = f"text-{target[1:]}"
            near = smaller if smaller in anchors else nearest(target[1:], sorted(anchors))
            fix = f"Write #{near}." if near else f"The headings are: {', '.join(f'#{each}' for each in sorted(anchors)[:8])}."
            edit = Edit(line, column, f"({target}", f"(#{near}") if near == smaller else None
            says = f"A link within the page must lead to one of its headings or sources; {shown(target)} does not."
            yield Flaw(line, column, says, fix, edit=edit and _shifted(draft, edit))


def _anchors(draft: Draft) -> Iterator[str]:
    """The ids on the page: as the site gives them."""
    taken: Counter[str] = Counter()
    for heading in draft.headings:
        if heading.level:
            name = anchor_for(heading.words)[:100]
            name = name if heading.level == 2 and name not in taken else f"text-{name}"
            taken[name] += 1
            yield name if taken[name] == 1 else f"{name}--{taken[name]}"
    yield from (f"source-{number}" for number in range(1, (draft.source_count() or 0) + 1))


def _shifted(draft: Draft, edit: Edit) -> Edit | None:
    """The same change where its old words stand on the line, if they stand there once."""
    words = next((line.words for line in draft.lines if line.number == edit.line), "")
    return Edit(edit.line, words.index(edit.old) + 1, edit.old, edit.new) if words.count(edit.old) == 1 else None


_TAGS = (
    "a abbr address area article aside audio b base blockquote body br button canvas caption center code col details dialog "
    "div dl dt dd em embed figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html i iframe "
    "img input ins kbd label li link main map mark math meta nav noscript object ol option p picture pre q s samp script "
    "section select slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th "
    "thead title tr track tt u ul var video xmp "
).split()
_TAG = re.compile(rf"</?({'|'.join(_TAGS)})(?=[\s/>])[^<>\n]{{0,500}}(>|$)", re.IGNORECASE)


@rule("CB-414", why="Tags are shown as words, not obeyed: a page from strangers must not run anything.", fix="Write it in Markdown.")
def no_tags(draft: Draft) -> Iterator[Flaw]:
    """The text must be Markdown without HTML tags."""
    for line in draft.lines:
        found = None if line.is_code or "<" not in line.words else _TAG.search(re.sub(r"`[^`]*`", lambda m: " " * len(m[0]), line.words))
        if found:
            fix = {
                "br": "Leave an empty line to begin a new paragraph.",
                "a": "Write a link as [its words](its address).",
                "img": "Write a picture as ![its description](its file).",
                "table": "Write a table with | between its columns.",
            }.get(found[1].lower(), "Take the tag away: **bold**, *italic*, lists and tables have marks of their own.")
            yield Flaw(line.number, found.start() + 1, f"The text must have no HTML tags; {shown(found[0])} would be shown as it is.", fix)


def _links(draft: Draft) -> Iterator[tuple[int, int, tuple[str, str, str]]]:
    """Every picture and link of the text with its place."""
    for line in draft.lines:
        if not line.is_code and "](" in line.words:
            for match in _LINK.finditer(re.sub(r"`[^`]*`", lambda m: " " * len(m[0]), line.words)):
                yield line.number, match.start() + 1, (match[1], match[2], match[3])
