"""What the form asks, in which order and in whose words. The table of fields says which there are; the headings, the parts of the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indexer import CASE_STUDY_FIELDS, NEEDED_HEADINGS, OPTIONAL_HEADINGS, Field, anchor_for


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the form: what it asks for, under which heading of the task list it stands."""

    name: str
    title: str
    group: str
    fields: tuple[str, ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What a field is called on the form, a line of help, and its name in a sentence where the label is a question."""

    label: str
    hint: str = ""
    short: str = ""


#: The fields of the front matter that the form knows, by name.
FIELDS: Mapping[str, Field] = {each.name: each for each in CASE_STUDY_FIELDS}


def section_name(heading: str) -> str:
    """The form's name for the part of the text under a heading."""
    return anchor_for(heading).replace("-", "_")


#: The text's parts in their order: the form's name of each, and its heading.
SECTIONS: Mapping[str, str] = {section_name(heading): heading for heading in (*NEEDED_HEADINGS, *OPTIONAL_HEADINGS)}

#: The parts that every case study has.
NEEDED_SECTIONS = frozenset(section_name(heading) for heading in NEEDED_HEADINGS)

STEPS: tuple[Step, ...] = (
    Step("about", "Name and summary", "About the project", ("title", "summary", "status", "started", "ended")),
    Step("who", "Whose work it is", "About the project", ("councils", "partners", "provenance")),
    Step("themes", "Themes and barriers", "About the project", ("themes", "barriers")),
    Step(
        "sources",
        "Where the facts are published",
        "What happened",
        ("sources",),
        "A committee report, a web page, a press release: whatever shows where a figure comes from. The rest points to these by number.",
    ),
    Step(
        "story",
        "The story",
        "What happened",
        ("the_problem", "what_we_did", "what_changed", "what_did_not_work"),
        "Write as you would tell a colleague in another council. Between 250 and 700 words in all is right for most.",
    ),
    Step(
        "outcomes",
        "What was measured",
        "Outcomes",
        ("outcomes",),
        "Leave out a figure that has no source. Changes for the worse count as much as changes for the better.",
    ),
    Step(
        "costs",
        "What it cost and how it was bought",
        "Costs",
        ("costs", "funding", "suppliers", "route", "framework", "reference"),
        "Leave empty what you do not know.",
    ),
    Step(
        "copy",
        "Steps, people and safety",
        "How to copy",
        ("how_to_copy_this", "security_and_data", "people_and_skills", "technology", "assets"),
    ),
    Step("contact", "Whom to ask, and the licence", "How to copy", ("role", "email", "licence", "language")),
)

#: Parts of a group that the form asks as if they stood alone: the group and the part by the form's name.
ALONE: Mapping[str, tuple[str, str]] = {
    "route": ("procurement", "route"),
    "framework": ("procurement", "framework"),
    "reference": ("procurement", "reference"),
    "role": ("contact", "role"),
    "email": ("contact", "email"),
}

WORDS: Mapping[str, Words] = {
    "title": Words("What happened, and where?", "One line, such as “Anytown lets tenants book housing repairs online”.", short="Title"),
    "summary": Words("The whole story in up to 200 characters", "What changed, and for whom.", short="Summary"),
    "status": Words("Where is the project now?", "A project that was stopped teaches others most.", short="Where the project is now"),
    "started": Words(
        "When did the work start?",
        "As much as you know: 2024, 2024-04 or 2024-04-01. You may leave this empty.",
        short="When the work started",
    ),
    "ended": Words("When did it end, if it has?", "Such as 2026 or 2026-03.", short="When it ended"),
    "councils": Words("Councils", "Begin to type a council’s name and choose it. The first one leads."),
    "partners": Words("Other public bodies that lead or share it", "Such as a national agency. You may leave this empty."),
    "provenance": Words("Who is writing this?", "Readers see which it is.", short="Who is writing"),
    "themes": Words("Which themes does it belong to?", "Choose one to four.", short="Themes"),
    "barriers": Words("What stood in the way?", "Choose up to four, or none.", short="What stood in the way"),
    "the_problem": Words("The problem", "What was wrong before, for whom, and how you knew."),
    "what_we_did": Words("What we did", "What you did, in the order you did it, and who did it."),
    "what_changed": Words(
        "What changed",
        "What is better or worse, and for whom. Say where a figure comes from by the source’s number, such as [1]. "
        "Say too what you have not measured.",
    ),
    "what_did_not_work": Words(
        "What did not work",
        "What went wrong, was harder than expected, or you would not do again. If nothing is known, write “Not known.” and say why.",
    ),
    "how_to_copy_this": Words(
        "How can another council copy this?",
        "A step on each line, beginning 1. and 2. and so on, works best. What does it need first: people, data, money, a decision?",
    ),
    "security_and_data": Words("How are people’s data and the system kept safe?", "You may leave this empty."),
    "people_and_skills": Words("Who was needed, and what did they have to learn?", "You may leave this empty."),
    "technology": Words("Products and standards used", "One on each line."),
    "suppliers": Words("Whom it was bought from", "One supplier on each line."),
    "funding": Words("Who paid", "One on each line, such as “Council’s own budget”."),
    "route": Words("How was it bought?", "Such as “direct award” or “further competition”.", short="How it was bought"),
    "framework": Words("Under which framework?", "Such as “G-Cloud 13”.", short="Framework"),
    "reference": Words("Reference of the notice", "From Find a Tender or Contracts Finder."),
    "role": Words("Role to ask for", "A role, never a person’s name, such as “Housing systems team”."),
    "email": Words("Shared mailbox", "An address that a team reads, such as housing.systems@anytown.example. Never one person’s."),
    "licence": Words("Under which licence may others copy the text?", "Councils mostly use the Open Government Licence.", short="Licence"),
    "language": Words("Which language is it written in?", "The headings stay in English for now.", short="Language"),
    "sources": Words("Source", short="Sources"),
    "sources.title": Words("Title"),
    "sources.publisher": Words("Who published it"),
    "sources.url": Words("Web address", "Copy it from the browser’s address bar."),
    "sources.date": Words("When it was published", "Such as 2026, 2026-05 or 2026-05-31."),
    "outcomes": Words("Outcome", short="Outcomes"),
    "outcomes.measure": Words("What was measured", "Such as “Missed appointments”."),
    "outcomes.before": Words("Before", "The number alone, such as 18."),
    "outcomes.after": Words("After"),
    "outcomes.change": Words("Change", "Only where before and after are not known."),
    "outcomes.unit": Words("What the numbers count", "Such as %, £ or calls a month."),
    "outcomes.period": Words("Over which time", "Such as “April 2025 to March 2026”.", short="Time it was measured over"),
    "outcomes.nature": Words("What kind of figure is it?", short="Kind of figure"),
    "outcomes.about": Words("What is it about?", short="What it is about"),
    "outcomes.reported_by": Words("Who says so?", short="Who says so"),
    "outcomes.source": Words("Which source shows it?", short="Source"),
    "costs": Words("Cost", short="Costs"),
    "costs.amount": Words("Amount", "The number alone, such as 240000."),
    "costs.currency": Words("Currency"),
    "costs.covers": Words("What it covers", "Such as “Licences for three years”."),
    "costs.year": Words("Year of the price"),
    "costs.estimate": Words("Is it an estimate?", short="Estimate"),
    "costs.source": Words("Which source shows it?", short="Source"),
    "assets": Words("Thing to reuse", short="Things to reuse"),
    "assets.title": Words("What it is"),
    "assets.kind": Words("What kind of thing is it?", short="Kind of thing"),
    "assets.url": Words("Web address"),
    "assets.licence": Words("Its licence"),
}

#: A choice in a person's words, by field and value. What is not here is shown as it is.
CHOICES: Mapping[str, Mapping[str, str]] = {
    "status": {
        "idea": "An idea or early design",
        "pilot": "Being tried out",
        "live": "Live, in use",
        "scaled": "In use widely, or by several councils",
        "stopped": "Stopped",
        "unknown": "I do not know",
    },
    "provenance": {
        "council": "The council whose work it is, or someone who writes for it",
        "public-sources": "Someone else, from what is published",
    },
    "licence": {"OGL-UK-3.0": "Open Government Licence v3.0", "CC-BY-4.0": "Creative Commons Attribution 4.0"},
    "language": {"en": "English", "cy": "Welsh"},
    "outcomes.nature": {
        "result": "Result: it got better",
        "harm": "Harm: it got worse",
        "scale": "Size or take-up",
        "forecast": "Forecast",
        "baseline": "Before the work",
    },
    "outcomes.about": {
        "people": "People",
        "money": "Money",
        "time": "Time",
        "quality": "Quality",
        "environment": "The environment",
    },
    "outcomes.reported_by": {
        "council": "The council",
        "partner": "A partner in the work",
        "supplier": "The supplier",
        "government": "The government body that paid for or ran it",
        "regulator": "A regulator",
        "independent": "An independent evaluator or auditor",
        "press": "The press",
    },
    "costs.estimate": {"false": "No", "true": "Yes"},
}

BY_NAME: Mapping[str, Step] = {step.name: step for step in STEPS}

#: The step that asks for each field.
STEP_OF: Mapping[str, Step] = {name: step for step in STEPS for name in step.fields}


def field_of(name: str) -> Field:
    """The field behind one of the form's names that is not a part of the text."""
    group, part = ALONE.get(name, ("", name))
    parts = FIELDS[group].parts if group else CASE_STUDY_FIELDS
    return next(each for each in parts if each.name == part)


def next_step(step: Step) -> Step | None:
    """The step that comes after, if there is one."""
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else None
