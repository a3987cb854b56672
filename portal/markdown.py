"""A case study's text (Markdown from strangers) as HTML that is safe to show.

    text -> Python-Markdown (raw HTML is words, not tags) -> our tree: headings, citations, parts -> nh3 -> kept by its digest

Nothing in the text can make a script, a style, an image, a class or an id of its own choosing: what Markdown makes is cleaned
again against a short list of what may stay.
"""

from __future__ import annotations

import hashlib
import html
import re
import threading
from collections import Counter, OrderedDict
from dataclasses import dataclass
from xml.etree import ElementTree

import nh3
from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.treeprocessors import Treeprocessor, UnescapeTreeprocessor
from markupsafe import Markup

from indexer import anchor_for

#: Ids the page around the text may use. A heading of the text that would take one gets the prefix of the others.
_PAGE_ID = re.compile(r"(main-content|q|(q|header|source|page|text)-.*)$")

_TAGS = set("a blockquote br code div em h2 h3 h4 h5 h6 hr li ol p pre section span strong sup table tbody td th thead tr ul".split())
_COMMENT_TAGS = set("a blockquote br code em li ol p pre strong ul".split())
_ATTRIBUTES = {"a": {"href"}, "li": {"id"}, "sup": {"id"}, "ol": {"start"}, "div": {"tabindex"}} | {f"h{n}": {"id"} for n in range(2, 7)}
_CLASSES = {
    "a": {"app-citation", "footnote-ref", "footnote-backref"},
    "section": {"app-part", "app-part--copy"},
    "div": {"app-wide", "footnote"},
}
_LINK = re.compile(r"(https?://|mailto:|#)[^\s]+", re.IGNORECASE)

_CITATION = re.compile(r"\[(\d{1,3}(?:, ?\d{1,3})*)\]")
_NOT_CITED_IN = {"a", "code", "pre"}

#: More of these than any real case study has would keep Python-Markdown busy for seconds: such a text is shown as plain paragraphs.
_MOST = {"[": 600, "<": 600, "#": 1_000, "&": 2_000, ">": 2_000, "- ": 4_000, "|": 10_000, "\n": 10_000}

_KEEP = 256
_kept: OrderedDict[bytes, RenderedText] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Heading:
    """A second-level heading of the text: its words (safe to show) and its id on the page."""

    words: Markup
    anchor: str


@dataclass(frozen=True, slots=True)
class RenderedText:
    """Safe HTML, with its second-level headings in order."""

    html: Markup
    headings: tuple[Heading, ...]


def render_text(text: str, sources: int = 0) -> RenderedText:
    """The text as safe HTML. `[3]` becomes a link to `#source-3` when there are at least three sources."""
    key = hashlib.sha256(f"{sources}\0{text}".encode("utf-8", "surrogatepass")).digest()
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    rendered = _render(text, sources)
    with _lock:
        _kept[key] = rendered
        while len(_kept) > _KEEP:
            _kept.popitem(last=False)
    return rendered


def render_comment(text: str) -> Markup:
    """A few words as safe HTML, for a place among others' words: no headings, tables, ids or links to places on this page."""
    plain = re.sub(r"<(/?)h[2-6][^>]*>", r"<\1p>", render_text(text).html)
    return _safe(
        nh3.clean(plain, tags=_COMMENT_TAGS, attributes={"a": {"href"}}, attribute_filter=_elsewhere, link_rel="nofollow noopener")
    )


def _elsewhere(tag: str, attribute: str, value: str) -> str | None:
    return None if value.startswith("#") else value


def _render(text: str, sources: int) -> RenderedText:
    cleaned = _clean(_to_html(text, sources))
    found = re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', cleaned, re.DOTALL)
    headings = tuple(Heading(_safe(nh3.clean(_CITATION.sub("", words), tags=set()).strip()), anchor) for anchor, words in found)
    return RenderedText(_safe(cleaned), headings)


def _safe(cleaned: str) -> Markup:
    """Say that HTML which nh3 has cleaned may be shown as it is. Nothing else may come here."""
    return Markup(cleaned)  # noqa: S704 - see above


def _to_html(text: str, sources: int) -> str:
    if any(text.count(mark) > most for mark, most in _MOST.items()):
        return _plain(text)
    footnotes = FootnoteExtension(BACKLINK_TEXT="Back to the text", BACKLINK_TITLE="")
    converter = Markdown(extensions=["tables", "fenced_code", "sane_lists", footnotes], output_format="html")
    # Raw HTML is what an author typed, such as "<council name>": shown as words, never lost and never run.
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    converter.treeprocessors.register(_CitationsFirst(converter, sources), "citations-first", 25)
    converter.treeprocessors.register(_OurTree(converter, sources), "our-tree", 15)
    try:
        return converter.convert(text)
    except RecursionError:  # lists inside lists inside lists: no case study needs them, and the words still show
        return _plain(text)


def _plain(text: str) -> str:
    blocks = (block.strip() for block in re.split(r"\n\s*\n", text))
    return "".join(f"<p>{html.escape(block)}</p>" for block in blocks if block)


def _clean(unsafe: str) -> str:
    return nh3.clean(
        unsafe,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_allowed_value,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
        allowed_classes=_CLASSES,
    )


def _allowed_value(tag: str, attribute: str, value: str) -> str | None:
    """Links go to whole addresses, a mailbox, or a place on this page. Nothing else that Markdown writes needs looking at."""
    return value if attribute != "href" or _LINK.fullmatch(value) else None


class _CitationsFirst(Treeprocessor):
    """A text may not give a source's number an address of its own (`[1]: https://elsewhere`)."""

    def __init__(self, converter: Markdown, sources: int) -> None:
        super().__init__(converter)
        self.sources = sources

    def run(self, root: ElementTree.Element) -> None:
        for name in [name for name in self.md.references if _is_source(name, self.sources)]:
            del self.md.references[name]


class _OurTree(Treeprocessor):
    """Headings get ids, citations become links, pictures their words, and each second-level heading begins a part."""

    def __init__(self, converter: Markdown, sources: int) -> None:
        super().__init__(converter)
        self.sources = sources
        self.taken: Counter[str] = Counter()

    def run(self, root: ElementTree.Element) -> ElementTree.Element:
        level = 2
        for heading in [each for each in root.iter() if re.fullmatch(r"h[1-6]", each.tag)]:
            # The page has its own h1, and no level is skipped on the way down.
            level = min(max(int(heading.tag[1]), 2), level + 1)
            heading.tag = f"h{level}"
            heading.set("id", self._heading_id(heading))
        for picture in root.iter("img"):
            picture.tag, picture.text, picture.attrib = "span", picture.get("alt", ""), {}
        for link in root.iter("a"):
            link.attrib.pop("title", None)
        _cite(root, self.sources)
        _make_wide(root)
        return _in_parts(root)

    def _heading_id(self, heading: ElementTree.Element) -> str:
        words = UnescapeTreeprocessor(self.md).unescape("".join(heading.itertext()))
        anchor = anchor_for(re.sub(r"\x02[^\x03]*\x03", "", words))[:100]
        if heading.tag != "h2" or anchor in self.taken or _PAGE_ID.match(anchor):
            anchor = f"text-{anchor}"
        self.taken[anchor] += 1
        return anchor if self.taken[anchor] == 1 else f"{anchor}--{self.taken[anchor]}"


def _is_source(number: str, sources: int) -> bool:
    return number.isascii() and number.isdigit() and 1 <= int(number) <= sources


def _cite(element: ElementTree.Element, sources: int) -> None:
    """Turn `[3]` in an element's words into links, all the way down, but not inside code or links."""
    for child in list(element):
        if child.tag not in _NOT_CITED_IN:
            _cite(child, sources)
        if child.tail:
            child.tail, links = _links(child.tail, sources)
            place = list(element).index(child) + 1
            element[place:place] = links
    if element.text:
        element.text, links = _links(element.text, sources)
        element[0:0] = links


def _links(words: str, sources: int) -> tuple[str, list[ElementTree.Element]]:
    """The words before the first citation, and a link for each, followed by the words after it."""
    links: list[ElementTree.Element] = []
    before, end = "", 0
    for match in _CITATION.finditer(words):
        numbers = [number.strip() for number in match[1].split(",")]
        if not all(_is_source(number, sources) for number in numbers):
            continue
        gap, end = words[end : match.start()], match.end()
        if links:
            links[-1].tail = (links[-1].tail or "") + gap
        else:
            before = gap
        for number in numbers:
            link = ElementTree.Element("a", {"href": f"#source-{int(number)}", "class": "app-citation"})
            link.text = f"[{int(number)}]"
            links.append(link)
    if not links:
        return words, []
    links[-1].tail = (links[-1].tail or "") + words[end:]
    return before, links


def _make_wide(root: ElementTree.Element) -> None:
    """A table scrolls sideways by itself, so that on a phone the page does not."""
    for parent in list(root.iter()):
        for place, child in enumerate(list(parent)):
            if child.tag == "table":
                holder = ElementTree.Element("div", {"class": "app-wide", "tabindex": "0"})
                holder.tail, child.tail = child.tail, None
                parent[place] = holder
                holder.append(child)


def _in_parts(root: ElementTree.Element) -> ElementTree.Element:
    """The same tree with each second-level heading, and what stands under it, in a part of its own."""
    whole = ElementTree.Element(root.tag)
    part: ElementTree.Element | None = None
    for child in root:
        if child.tag == "h2":
            kind = "app-part app-part--copy" if child.get("id") == "how-to-copy-this" else "app-part"
            part = ElementTree.SubElement(whole, "section", {"class": kind})
        if child.get("class") == "footnote":
            part = None
        (whole if part is None else part).append(child)
    return whole
