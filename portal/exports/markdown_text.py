"""Safe HTML, as `portal.markdown` makes it, as Markdown again: what was cleaned away stays away, whoever shows it next and with what."""

from __future__ import annotations

import re
from html.parser import HTMLParser

#: What means something in Markdown anywhere, and what only where a line begins.
_ANYWHERE = re.compile(r"([\\`*_{}\[\]])")
_AT_FIRST = re.compile(r"^([-+#=~:]|\d+(?=[.)]))")

#: What means something in the HTML that may stand in Markdown, or parts cells, written so that every reader knows it.
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;"}

_AROUND = {"strong": "**", "em": "*", "code": "`"}


def words(text: str) -> str:
    """Words that stay words: what would mean something in Markdown is written as itself, on one line."""
    plain = re.sub(r"[&<>|]", lambda found: _ENTITIES[found[0]], _ANYWHERE.sub(r"\\\1", " ".join(text.split())))
    return _AT_FIRST.sub(_first, plain)


def _first(found: re.Match[str]) -> str:
    return f"&#{ord(found[1][0])};{found[1][1:]}"


def link(text: str, address: str) -> str:
    """A link. Its address is written so that it ends where it should."""
    whole = re.sub(r"[<>\s]", "", address)
    return f"[{words(text)}](<{whole}>)"


def from_html(html: str, below: int = 0) -> str:
    """Safe HTML as Markdown, its headings `below` levels under their own."""
    writer = _Writer(below)
    writer.feed(str(html))
    writer.close()
    writer.end_block()
    return "\n\n".join(writer.blocks)


class _Writer(HTMLParser):
    def __init__(self, below: int) -> None:
        super().__init__(convert_charrefs=True)
        self.below, self.blocks, self.line = below, list[str](), ""
        self.open: list[str] = []
        self.address = ""
        self.numbers: list[int] = []
        self.rows = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what a tag begins: a mark within the line, or a block of its own."""
        if tag == "br":
            self.line += "\\\n"
        elif tag in ("td", "th"):
            self.line += "| "
        elif tag in _AROUND and "pre" not in self.open:
            self.line += _AROUND[tag]
        elif tag == "a":
            self.address = dict(attrs).get("href") or ""
        elif tag not in _AROUND:
            self.end_block()
        if tag in ("ul", "ol"):
            self.numbers.append(0)
        if tag == "li" and self.numbers:
            self.numbers[-1] += 1
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """End what a tag ends."""
        if tag in _AROUND and "pre" not in self.open:
            self.line = self.line.rstrip(" ") + _AROUND[tag]
        elif tag == "a":
            self.address = ""
        elif tag in ("td", "th"):
            self.line += " "
        elif tag not in _AROUND:
            self.end_block()
        if tag in ("ul", "ol") and self.numbers:
            self.numbers.pop()
        if tag in self.open:
            del self.open[len(self.open) - 1 - self.open[::-1].index(tag)]

    def handle_data(self, data: str) -> None:
        if "pre" in self.open:
            self.line += data
        elif not data.strip():
            self.line += " " if self.line else ""
        else:
            # A backtick cannot be told from the end of the code, nor written as anything else in it.
            plain = data.replace("`", "'") if "code" in self.open else words(data)
            before, after = (" " if data[0].isspace() and self.line else ""), (" " if data[-1].isspace() else "")
            external = re.match(r"(https?://|mailto:)", self.address, re.IGNORECASE)
            self.line += before + (link(data, self.address) if external else plain) + after

    def end_block(self) -> None:
        """What was gathered is a paragraph, a heading, a line of a list or of a table."""
        text, self.line = (self.line if "pre" in self.open else self.line.strip()), ""
        if not text.strip():
            return
        heading = next((tag for tag in self.open if re.fullmatch(r"h[1-6]", tag)), None)
        if "pre" in self.open:
            text = "\n".join(f"    {line}" for line in text.strip("\n").split("\n"))
        elif heading:
            text = f"{'#' * min(6, int(heading[1]) + self.below)} {text}"
        elif "tr" in self.open:
            self._row(f"{text} |")
            return
        lists = [tag for tag in self.open if tag in ("ul", "ol")]
        if lists and self.numbers:
            mark = "-" if lists[-1] == "ul" else f"{self.numbers[-1]}."
            text = f"{'    ' * (len(lists) - 1)}{mark} {text}"
        if "blockquote" in self.open:
            text = "\n".join(f"> {line}" for line in text.split("\n"))
        self.rows = 0
        self.blocks.append(text)

    def _row(self, text: str) -> None:
        """A line of a table: the first is its head."""
        if "thead" in self.open or not self.rows:
            self.blocks.append(f"{text}\n{'| --- ' * text.count('| ')}|")
        else:
            self.blocks[-1] += f"\n{text}"
        self.rows += 1
