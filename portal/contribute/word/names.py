"""Which of our names a heading, a label or a column means: those of the form, and others that people use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from indexer import CASE_STUDY_FIELDS, Field
from portal.contribute.steps import ALONE, FIELDS, SECTIONS, STEPS, WORDS

#: Tables of the form that have several rows, each with the parts that make one.
GROUPS: Mapping[str, Field] = {each.name: each for each in CASE_STUDY_FIELDS if each.kind == "group" and each.many}

#: Everything else that is asked: one value, or a list of them.
SINGLE: tuple[str, ...] = tuple(name for step in STEPS for name in step.fields if name not in SECTIONS and name not in GROUPS)

_OTHER_SECTIONS = {
    "the_problem": "problem; background; context; challenge; the challenge; our challenge; challenges; why we did it; why; need; the need; "
    "problem statement; what was the problem; the issue; situation; starting point; introduction; y broblem",
    "what_we_did": "approach; our approach; solution; the solution; what did you do; what was done; what we have done; method; "
    "implementation; delivery; how we did it; the project; actions; activity; our response; innovation",
    "what_changed": "results; outcomes; the results; impact; the impact; benefits; outcomes and benefits; results and benefits; "
    "what happened; achievements; difference made; the difference it made; outcomes and impact; impact and outcomes; findings",
    "what_did_not_work": "what didnt work; lessons; lessons learned; lessons learnt; learning; what we learned; what we learnt; "
    "what would you do differently; what we would do differently; challenges and lessons; risks; barriers and lessons; difficulties",
    "how_to_copy_this": "how another council can copy this; how can another council copy this; how to do this yourself; replication; "
    "how to replicate; recommendations; next steps; advice to other councils; advice for others; how can others do this; transferability",
    "security_and_data": "security; data protection; information governance; privacy; data; how are peoples data and the system kept safe",
    "people_and_skills": "people; skills; team; the team; staff; staffing; training; roles; who was involved",
}

_OTHER_FIELDS = {
    "title": "project title; project name; project; name of project; case study; case study title; name",
    "summary": "executive summary; overview; at a glance; abstract; in brief; synopsis; short summary; in a nutshell",
    "status": "project status; stage; where is the project now; current status; phase",
    "started": "start; start date; project start; date started; from; begun; start of project",
    "ended": "end; end date; project end; finish; finished; date ended; completed; completion date; to",
    "councils": "council; council name; authority; local authority; organisation; lead council; name of council; lead authority",
    "partners": "partner; partner organisations; other partners; other organisations; other public bodies",
    "provenance": "written by; author; who wrote this",
    "themes": "theme; topic; topics; category; categories; subject",
    "barriers": "barrier; obstacles",
    "technology": "technologies; products; software; systems; tools used; technology used; products and standards",
    "suppliers": "supplier; vendor; vendors; contractor; contractors",
    "funding": "funder; funders; funded by; funding source; source of funding",
    "route": "procurement; procurement route; route to market",
    "framework": "procurement framework",
    "reference": "contract reference; notice reference; tender reference",
    "role": "contact; contact role; whom to ask; who to ask; contact team; team to contact",
    "email": "contact email; e mail; email address; mailbox; shared mailbox",
    "licence": "license",
}

_OTHER_COLUMNS = {
    "outcomes.measure": "measure; outcome; metric; indicator; kpi; what; result; benefit; measures",
    "outcomes.before": "baseline; from; was; previously; before the project",
    "outcomes.after": "now; to; is; today; after the project; current; result after",
    "outcomes.change": "difference; improvement; saving",
    "outcomes.unit": "units; unit of measure; counted in",
    "outcomes.period": "when; time; timescale; over; date; time period; dates",
    "outcomes.nature": "kind; type; what kind of figure is it",
    "outcomes.about": "area; about; what is it about",
    "outcomes.reported_by": "reported by; said by; says who; according to",
    "outcomes.source": "reference; evidence; which source shows it; source number",
    "costs.amount": "cost; price; value; spend; sum; total",
    "costs.covers": "item; for; what for; description; covers; what",
    "costs.year": "year; price year; when; date",
    "costs.estimate": "estimated; is it an estimate; estimate or actual",
    "costs.source": "reference; evidence; which source shows it; source number",
    "sources.title": "source; name; document; report; reference",
    "sources.publisher": "publisher; published by; author; organisation; by",
    "sources.url": "url; link; address; web page; website",
    "sources.date": "date; published; year; date published",
    "assets.title": "name; asset; item; what it is; resource",
    "assets.kind": "type; kind of thing",
    "assets.url": "url; link; address; where to get it; website",
}

#: Headings that announce a table or a list, and are no part of the story.
_OTHER_GROUPS = {
    "outcomes": "measures; key figures; kpis; measured outcomes; what was measured",
    "costs": "cost; the cost; budget; cost and funding; costs and funding; what it cost; what it cost and how it was bought; finance",
    "sources": "references; evidence; links; further reading; where the facts are published; bibliography; source",
    "assets": "resources; things to reuse; downloads; reusable assets; templates",
}


#: No name is longer than this.
_LONGEST = 300


def plain(words: str) -> str:
    """Words to compare: small letters without signs, numbering in front, or what stands in brackets behind."""
    words = " ".join(words[:_LONGEST].split())
    words = re.sub(r"^\s*(\d{1,2}(\.\d{1,2})*[.)]?|[a-zA-Z][.)])\s+", "", words.casefold().replace("’", "'"))
    words = re.sub(r"\s*[(\[][^()\[\]]{0,200}[)\]]\s*$", "", words)
    return " ".join(re.sub(r"[^\w\s]", " ", words.replace("'", "")).split())


def label(name: str) -> str:
    """What the template and the page call a field: its name in a sentence."""
    return WORDS[name].short or WORDS[name].label


def group_heading(name: str) -> str:
    """The heading above the table of a group: the form's page where it has one to itself."""
    return next((step.title for step in STEPS if step.fields == (name,)), label(name))


def _names(own: Iterable[tuple[str, Iterable[str]]], others: Mapping[str, str]) -> dict[str, str]:
    """Each known name, and what it means. Our own come first."""
    found: dict[str, str] = {}
    for name, ours in own:
        for words in ours:
            found.setdefault(plain(words), name)
    for name, words in others.items():
        for other in words.split(";"):
            found.setdefault(plain(other), name)
    return found


def _own(name: str) -> tuple[str, ...]:
    return (label(name), WORDS[name].label, name.rpartition(".")[2].replace("_", " "))


#: The parts of the text by the words of a heading: our own names, and those and others.
OUR_SECTIONS = _names(((name, (heading,)) for name, heading in SECTIONS.items()), {})
ALL_SECTIONS = _names(((name, (heading, WORDS[name].label)) for name, heading in SECTIONS.items()), _OTHER_SECTIONS)

#: Fields that stand alone, by their label.
FIELD_LABELS = _names(((name, _own(name)) for name in SINGLE), _OTHER_FIELDS)

#: Groups by the heading above them.
GROUP_HEADINGS = _names(((name, (group_heading(name), label(name))) for name in GROUPS), _OTHER_GROUPS)

#: For each group, its parts by the heading of a column.
COLUMNS: Mapping[str, Mapping[str, str]] = {
    group: {
        words: name.rpartition(".")[2]
        for words, name in _names(
            ((f"{group}.{part.name}", _own(f"{group}.{part.name}")) for part in field.parts),
            {name: words for name, words in _OTHER_COLUMNS.items() if name.startswith(f"{group}.")},
        ).items()
    }
    for group, field in GROUPS.items()
}


#: Columns of a table that are looked at.
MOST_COLUMNS = 30


def columns(group: str, header: Iterable[str]) -> tuple[str, ...]:
    """The part that each cell of a header means, or nothing; each part once."""
    found: list[str] = []
    for cell in list(header)[:MOST_COLUMNS]:
        part = COLUMNS[group].get(plain(cell), "")
        found.append(part if part not in found else "")
    return tuple(found)


def part_field(name: str) -> Field:
    """The field behind a name such as `status`, `route` or `outcomes.nature`."""
    group, part = ALONE.get(name) or tuple(name.rpartition(".")[::2])
    parts = FIELDS[group].parts if group else tuple(FIELDS.values())
    return next(each for each in parts if each.name == part)
