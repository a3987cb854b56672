"""Every front-matter field, once: its name, whether it is needed, its kind, and a sentence for authors.

The rules, the template for authors and the table in the README all come from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from indexer.casestudy import About, Nature, Progress, Provenance, Reporter, Status

Kind = Literal[
    "text",  # one line of words
    "number",
    "whole number",
    "yes or no",  # true or false
    "date",  # YYYY-MM-DD
    "partial date",  # YYYY, YYYY-MM or YYYY-MM-DD
    "measurement",  # a number, or a few words
    "choice",  # one of `choices`
    "slug",  # a case study's name
    "council",  # a slug in councils.csv
    "partner",  # a slug in partners.csv
    "theme",  # a slug in themes.yaml
    "barrier",  # a slug in barriers.yaml
    "url",
    "email",
    "source number",  # counts from 1 in `sources`
    "group",  # named parts: `parts`
]


@dataclass(frozen=True, slots=True)
class Field:
    """One field. A list holds from `least` to `most` of its kind; a text is at most `longest` characters."""

    name: str
    kind: Kind
    about: str
    needed: bool = False
    many: bool = False
    least: int = 0
    most: int = 50
    longest: int = 300
    choices: tuple[str, ...] = ()
    parts: tuple[Field, ...] = ()


#: SPDX names of the licences a case study may carry.
LICENCES = ("OGL-UK-3.0", "CC-BY-4.0")

#: ISO 4217 currencies that a cost may be in.
CURRENCIES = ("GBP", "EUR", "USD", "AUD", "CAD", "DKK", "ISK", "NOK", "NZD", "SEK", "SGD", "UAH")

ASSET_KINDS = ("code", "template", "guide", "specification", "data", "tool", "other")

_CONTACT = Field(
    "contact",
    "group",
    "Whom to ask: a role and a shared mailbox, never a person.",
    parts=(
        Field("role", "text", "The role, such as “Housing systems team”.", needed=True, longest=120),
        Field("email", "email", "A shared mailbox."),
    ),
)

_OUTCOMES = Field(
    "outcomes",
    "group",
    "What was measured, one row each: before, after, and who says so.",
    many=True,
    parts=(
        Field("measure", "text", "What was measured, in a few words.", needed=True, longest=200),
        Field("before", "measurement", "The figure before, as a number where there is one."),
        Field("after", "measurement", "The figure after."),
        Field("change", "measurement", "The change, where before and after are not known."),
        Field("unit", "text", "What the figures count: “%”, “£”, “calls a month”.", longest=60),
        Field("period", "text", "The time it was measured over.", longest=120),
        Field(
            "nature",
            "choice",
            "`result` (it changed for the better), `harm` (a measured loss), `scale` (size or take-up), `forecast` or `baseline`.",
            needed=True,
            choices=get_args(Nature),
        ),
        Field("about", "choice", "What it is about.", needed=True, choices=get_args(About)),
        Field("reported_by", "choice", "Who says so.", choices=get_args(Reporter)),
        Field("source", "source number", "Which of `sources` says so, counting from 1."),
    ),
)

_SOURCES = Field(
    "sources",
    "group",
    "Where the facts were published. Cite them in the text by number, such as [1].",
    many=True,
    parts=(
        Field("title", "text", "Its title.", needed=True),
        Field("publisher", "text", "Who published it.", needed=True),
        Field("url", "url", "Its address."),
        Field("date", "partial date", "When it was published."),
    ),
)

CASE_STUDY_FIELDS: tuple[Field, ...] = (
    Field("title", "text", "What happened, and where, in one line.", needed=True, longest=200),
    Field("summary", "text", "The whole story in up to 200 characters.", needed=True, longest=200),
    Field("councils", "council", "Whose work it is, as slugs from `councils.csv`; the first leads.", many=True),
    Field("partners", "partner", "Other public bodies that lead or share it, as slugs from `partners.csv`.", many=True),
    Field("themes", "theme", "One to four themes from `themes.yaml`.", needed=True, many=True, least=1, most=4),
    Field("barriers", "barrier", "Up to four barriers from `barriers.yaml`: what stood in the way.", many=True, most=4),
    Field("status", "choice", "Where the project is now.", needed=True, choices=get_args(Status)),
    Field("started", "partial date", "When the work started."),
    Field("ended", "partial date", "When the work ended, if it has."),
    Field("published", "date", "The day this was first published here.", needed=True),
    Field("updated", "date", "The day of the last change that a reader should hear of."),
    Field("review_by", "date", "The day by which someone will check it again.", needed=True),
    Field(
        "provenance",
        "choice",
        "`council` if the council wrote or confirmed it, `public-sources` if compiled from what is published.",
        needed=True,
        choices=get_args(Provenance),
    ),
    Field("licence", "choice", "The licence of the text.", needed=True, choices=LICENCES),
    _CONTACT,
    Field("technology", "text", "Products and standards used.", many=True, longest=120),
    Field("suppliers", "text", "Whom it was bought from.", many=True, longest=120),
    Field(
        "procurement",
        "group",
        "How it was bought.",
        parts=(
            Field("route", "text", "The way it was bought, such as “direct award”."),
            Field("framework", "text", "The framework, such as “G-Cloud 13”."),
            Field("reference", "text", "The notice’s reference."),
        ),
    ),
    Field(
        "costs",
        "group",
        "What it cost, one row for each amount.",
        many=True,
        parts=(
            Field("amount", "number", "The amount, as a plain number.", needed=True),
            Field("currency", "choice", "The currency; GBP if left out.", choices=CURRENCIES),
            Field("covers", "text", "What the amount covers.", needed=True, longest=200),
            Field("year", "whole number", "The year of the price."),
            Field("estimate", "yes or no", "Whether it is an estimate."),
            Field("source", "source number", "Which of `sources` says so, counting from 1."),
        ),
    ),
    Field("funding", "text", "Who paid.", many=True),
    _OUTCOMES,
    Field(
        "assets",
        "group",
        "What another council can reuse.",
        many=True,
        parts=(
            Field("title", "text", "What it is.", needed=True),
            Field("kind", "choice", "What kind of thing it is.", needed=True, choices=ASSET_KINDS),
            Field("url", "url", "Where to get it."),
            Field("licence", "text", "Its licence.", longest=60),
        ),
    ),
    _SOURCES,
    Field("previous_slugs", "slug", "Names this case study had before; they lead here for ever.", many=True),
    Field("language", "choice", "The language of the text; `en` if left out.", choices=("en", "cy")),
)

ADOPTION_FIELDS: tuple[Field, ...] = (
    Field("copies", "slug", "The slug of the case study that was copied.", needed=True),
    Field("progress", "choice", "How far it has got.", needed=True, choices=get_args(Progress)),
    Field("started", "partial date", "When the work started."),
    Field("changed", "text", "What was done differently here.", longest=2000),
    _OUTCOMES,
    _SOURCES,
    _CONTACT,
    Field("published", "date", "The day this was first published here.", needed=True),
    Field("review_by", "date", "The day by which someone will check it again.", needed=True),
)

#: The second-level headings of the text, in order. All are needed; where something is not known the
#: section says so, beginning with `NOT_KNOWN`.
NEEDED_HEADINGS = ("The problem", "What we did", "What changed", "What did not work", "How to copy this")
OPTIONAL_HEADINGS = ("Security and data", "People and skills")

#: How a section begins that has nothing to tell: readiness does not count it.
NOT_KNOWN = "Not known."


#: Each kind in an author's words.
_FORMS = {
    "yes or no": "`true` or `false`",
    "date": "YYYY-MM-DD",
    "partial date": "YYYY, YYYY-MM or YYYY-MM-DD",
    "measurement": "number, or a few words",
    "slug": "a case study’s name",
    "council": "slug",
    "partner": "slug",
    "theme": "slug",
    "barrier": "slug",
    "url": "https://…",
    "source number": "whole number",
    "group": "its parts, below",
}


def fields_table(fields: tuple[Field, ...]) -> str:
    """The fields as a Markdown table for authors, the parts of a group below it."""
    rows = ["| Field | Needed | What it holds | About |", "| --- | --- | --- | --- |"]
    for each in fields:
        rows.append(f"| `{each.name}` | {'yes' if each.needed else ''} | {_form(each)} | {each.about} |")
        rows += [f"| – `{part.name}` | {'in each' if part.needed else ''} | {_form(part)} | {part.about} |" for part in each.parts]
    return "\n".join(rows)


def _form(each: Field) -> str:
    form = _FORMS.get(each.kind, each.kind)
    if each.kind == "text":
        form = f"text, up to {each.longest} characters"
    if each.kind == "choice":
        form = ", ".join(f"`{choice}`" for choice in each.choices)
    return f"list of {each.least or 'up'} to {each.most}: {form}" if each.many else form
