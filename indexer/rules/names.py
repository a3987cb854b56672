"""Rules about the agreed lists: councils, partners, themes and barriers; and about the file's own name and folder."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from indexer.draft import Draft, is_empty
from indexer.kinds import LONGEST_SLUG, SLUG
from indexer.rules.contents import day
from indexer.rules.nearest import did_you_mean
from indexer.rules.rule import rule, shown, swap
from indexer.values import Flaw
from indexer.vocabulary import Council, Vocabulary

#: The agreed list for each kind of field, and the file it is in.
_FILES = {"council": "councils.csv", "partner": "partners.csv", "theme": "themes.yaml", "barrier": "barriers.yaml"}


def _slugs(vocabulary: Vocabulary, kind: str) -> Collection[str]:
    lists: Mapping[str, Collection[str]] = {
        "council": vocabulary.councils,
        "partner": vocabulary.partners,
        "theme": vocabulary.themes,
        "barrier": vocabulary.barriers,
    }
    return lists[kind]


def _known(vocabulary: Vocabulary, kind: str) -> Mapping[str, tuple[str, ...]]:
    """The slugs of an agreed list, each with its other names."""
    if kind == "council":
        return {slug: (it.name, it.short_name, *it.other_names) for slug, it in vocabulary.councils.items()}
    if kind == "partner":
        return {slug: (it.name,) for slug, it in vocabulary.partners.items()}
    return {slug: (it.name,) for slug, it in (vocabulary.themes if kind == "theme" else vocabulary.barriers).items()}


@rule(
    "CB-301",
    why="One name for each council and theme is what makes filters and counts true.",
    fix="Pick the nearest one from the list.",
    mends="a name, where it is exactly that of one entry, becomes its slug",
)
def agreed(draft: Draft) -> Iterator[Flaw]:
    """A council, partner, theme or barrier must be in its agreed list, by its slug."""
    for slot in draft.slots(*_FILES):
        kind, word = slot.field.kind, slot.value.text
        if word not in _slugs(draft.vocabulary, kind):
            other = "partner" if kind == "council" else "council"
            if kind in ("council", "partner") and word in _slugs(draft.vocabulary, other):
                fix = f"It is in {_FILES[other]}: move it to `{other}s`."
            else:
                otherwise = f"Pick one from vocabulary/{_FILES[kind]}, or ask for it to be added there."
                fix = did_you_mean(word, _known(draft.vocabulary, kind), otherwise)
            says = f"`{slot.label}` must be from {_FILES[kind]}; {shown(word)} is not there."
            meant = _named(draft.vocabulary, kind, word)
            yield Flaw(slot.value.line, slot.value.column, says, fix, edit=swap(slot.value, meant) if meant else None)


def _named(vocabulary: Vocabulary, kind: str, word: str) -> str | None:
    """The one slug whose name this is, letter for letter but for capitals."""
    wanted = " ".join(word.lower().split())
    found = [slug for slug, names in _known(vocabulary, kind).items() if wanted in (slug, *(name.lower() for name in names))]
    return found[0] if len(found) == 1 else None


@rule("CB-302", why="Readers ask first of all who did it.", fix="Name the council whose work it is, or the partner that led it.")
def somebody(draft: Draft) -> Iterator[Flaw]:
    """A case study must name a council or a partner."""
    values = draft.front.values
    if values and not draft.is_adoption and all(is_empty(values.values.get(name)) for name in ("councils", "partners")):
        yield Flaw(values.line, 1, "`councils` or `partners` must name whose work it is; neither does.", "Add councils: [your-council].")


@rule("CB-303", why="Readers look for the council that answers for the work today.", fix="Name the council that took its place.")
def still_there(draft: Draft) -> Iterator[Flaw]:
    """A council must not have ended before the work started."""
    started = day(draft, "started")
    for place, council in _councils(draft):
        if started and council.end_date and started > council.end_date:
            ended = f"{council.name} ended on {council.end_date.day} {council.end_date:%B %Y}"
            says = f"`councils` must name a body that was there when the work was done; {ended}."
            successors = [draft.vocabulary.councils[slug] for slug in council.replaced_by if slug in draft.vocabulary.councils]
            named = " or ".join(f"“{it.slug}” ({it.name})" for it in successors)
            yield Flaw(*place, says, f"Name what took its place: {named}." if named else "Name what took its place, or mend `started`.")


def _councils(draft: Draft) -> Iterator[tuple[tuple[int, int], Council]]:
    if draft.is_adoption and draft.folder in draft.vocabulary.councils:
        yield (1, 1), draft.vocabulary.councils[draft.folder]
    for value in draft.given("councils"):
        if value.text in draft.vocabulary.councils:
            yield (value.line, value.column), draft.vocabulary.councils[value.text]


@rule("CB-304", why="The name becomes the address, for ever; other characters break when an address is copied.", fix="Rename the file.")
def file_name(draft: Draft) -> Iterator[Flaw]:
    """A file's name must be small letters, digits and hyphens: it becomes the address, for ever."""
    if not SLUG.fullmatch(draft.slug) or len(draft.slug) > LONGEST_SLUG:
        suffix = ".yaml" if draft.is_adoption else ".md"
        better = "-".join("".join(it if it.isascii() and it.isalnum() else " " for it in draft.slug.lower()).split())[:LONGEST_SLUG].strip(
            "-"
        )
        says = f"The file’s name must be small letters, digits and single hyphens, at most {LONGEST_SLUG}; {shown(draft.slug)} is not."
        yield Flaw(1, 1, says, f"Rename it to {better or 'what-you-did'}{suffix}.")


@rule(
    "CB-305",
    why="The folder's owners are asked before anything in it is changed.",
    fix="Move the file to the folder of the council that leads.",
)
def folder(draft: Draft) -> Iterator[Flaw]:
    """A case study must be in the folder of its first council, or of its first partner where it names no council."""
    if draft.is_adoption:
        if draft.folder not in draft.vocabulary.councils:
            fix = did_you_mean(draft.folder, _known(draft.vocabulary, "council"), "Use the council’s slug from vocabulary/councils.csv.")
            yield Flaw(1, 1, f"An adoption must be in a council’s folder; {shown(draft.folder)} is not a council in councils.csv.", fix)
        return
    lead = next(iter((*draft.given("councils"), *draft.given("partners"))), None)
    known = lead and (lead.text in draft.vocabulary.councils or lead.text in draft.vocabulary.partners)
    if lead and known and lead.text != draft.folder:
        says = f"The file must be in the folder of its lead, {lead.text}; it is in {shown(draft.folder) if draft.folder else 'no folder'}."
        yield Flaw(lead.line, lead.column, says, f"Move it to {lead.text}/{draft.slug[:60]}.md, or name the lead first.")
