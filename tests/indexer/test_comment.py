from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.casestudy import CaseStudy, Outcome
from indexer.comment import LONGEST, MARK, Near, Reviewed, comment
from indexer.corpus import Corpus
from indexer.fault import Fault
from tests.indexer.test_inert import ACTS, FORGE, tokens_of
from tests.portal.attacks import ATTACKS

FAULT = Fault("lincoln/a.md", 7, 9, "CB-202", "`status` must be one of idea, pilot; “liv” is not.", "Did you mean “live”?")


@pytest.fixture
def study(corpus: Corpus) -> CaseStudy:
    return corpus.case_studies["lincoln-housing-repairs-system"]


def said(corpus: Corpus, *files: Reviewed) -> str:
    return comment(files, corpus.vocabulary)


def test_it_begins_with_the_mark_by_which_it_is_renewed(corpus: Corpus, study: CaseStudy) -> None:
    assert said(corpus, Reviewed(study.path, study)).splitlines()[0] == MARK


def test_faults_come_with_their_line_and_their_fix(corpus: Corpus) -> None:
    text = said(corpus, Reviewed("lincoln/a.md", None, (FAULT,)))
    assert "**1 thing has to be mended first.**" in text
    assert "- Line 7: `status` must be one of idea, pilot; “liv” is not. Did you mean “live”?" in text
    assert "shown here when nothing has to be mended" in text


def test_advice_never_blocks(corpus: Corpus, study: CaseStudy) -> None:
    text = said(corpus, Reviewed(study.path, study, (replace(FAULT, severity="advice"),)))
    assert "**Nothing has to be mended.**" in text
    assert "**Would make it better**" in text


def test_it_shows_what_readers_will_see_and_what_would_raise_the_grades(corpus: Corpus, study: CaseStudy) -> None:
    text = said(corpus, Reviewed(study.path, study, near=()))
    assert f"> **{study.title}**" in text
    assert "- Who: City of Lincoln Council" in text
    assert "**Evidence: " in text
    assert "What would raise it: " in text
    assert "**Ready to copy: " in text
    assert "Nothing like it is here." in text


def test_it_says_when_there_was_nothing_to_compare_with(corpus: Corpus, study: CaseStudy) -> None:
    assert "was not looked for: there is no index to ask." in said(corpus, Reviewed(study.path, study))


def test_one_that_is_close_is_asked_about(corpus: Corpus, study: CaseStudy) -> None:
    other = corpus.case_studies["camden-damp-sensors"]
    near = [Near(other, "by the same council", is_close) for is_close in (False, True)]
    far, close = (said(corpus, Reviewed(study.path, study, near=(each,))) for each in near)
    assert "**The nearest already here**" in far
    assert "**Has it been written up already?**" in close
    assert "- Camden puts damp sensors in 200 flats (`camden-damp-sensors`): by the same council" in close


def test_an_adoption_is_told_of(corpus: Corpus) -> None:
    adoption = corpus.adoptions[0]
    assert f"copied `{adoption.copies}`: {adoption.progress}." in said(corpus, Reviewed(adoption.path, adoption))


def test_no_file_no_comment_to_speak_of(corpus: Corpus) -> None:
    assert "No case study was changed." in said(corpus)


def test_a_flood_is_cut_to_what_a_forge_takes(corpus: Corpus, study: CaseStudy) -> None:
    flood = tuple(replace(FAULT, line=line, says="word " * 500) for line in range(1, 201))
    text = said(corpus, *(Reviewed(f"lincoln/{number}.md", None, flood) for number in range(200)))
    assert len(text) < LONGEST + 1000
    assert "And 170 more like these." in text
    assert "more. `copybook review` shows them all" in text


@pytest.mark.parametrize("attack", [*FORGE, *ATTACKS])
def test_nothing_in_a_file_breaks_out(attack: str, corpus: Corpus, study: CaseStudy) -> None:
    outcome = Outcome(attack, "result", "time", before=attack, after=attack, unit=attack)
    hostile = replace(study, title=attack, summary=attack, councils=(attack,), themes=(attack,), outcomes=(outcome,), status=attack)  # type: ignore[arg-type]
    near = (Near(replace(study, title=attack, slug=attack), attack, is_close=True),)
    text = said(corpus, Reviewed(attack, hostile, (replace(FAULT, says=attack, fix=attack, path=attack),), near))
    assert text.startswith(f"{MARK}\n")
    assert text.count("\n<!--") == 0
    tokens = tokens_of(text.removeprefix(MARK))
    assert not {token.type for token in tokens} & {"html_block", "html_inline", "link_open", "image", "table_open", "fence", "code_block"}
    ours = {"Choose ", "Edit"}
    assert not [token.content for token in tokens if token.type == "text" and token.content not in ours and ACTS.search(token.content)]
