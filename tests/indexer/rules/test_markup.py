from __future__ import annotations

import pytest

from tests.conftest import Told
from tests.indexer.rules.cases import Case, assert_told, name


def said(words: str) -> list[tuple[str, str]]:
    """The words as a paragraph of their own, on line 69."""
    return [("2. Clean", f"\n{words}\n\n2. Clean")]


CASES = [
    Case("CB-409", said("tbc"), 69, 1, "“tbc” is a placeholder", "Not known."),
    Case("CB-409", said("To be confirmed."), 69, 1, "“To be confirmed.” is a placeholder"),
    Case("CB-409", said("It saved £XX in a year."), 69, 10, "“£XX” is a placeholder"),
    Case("CB-409", said("Ask [insert team name] for it."), 69, 5, "“[insert team name]” is a placeholder"),
    Case("CB-409", said("Lorem ipsum dolor sit amet."), 69, 1, "is a placeholder"),
    Case("CB-409", [("Brickwork Software", "tbc")], 17, 13, "`suppliers` must hold words of its own", "leave the field empty"),
    Case("CB-409", [("before: 18", "before: TBC")], 23, 13, "“TBC” is a placeholder"),
    Case("CB-410", said("#### Steps\n\nFirst."), 69, 1, "“Steps” is at level 4", "Write ### instead of ####."),
    Case("CB-411", said("![](plan.png)"), 69, 1, "must have a description", "as you would on the telephone"),
    Case("CB-411", said("![IMG_0042.jpg](plan.png)"), 69, 1, "“IMG_0042.jpg” does not say what it shows"),
    Case(
        "CB-412", said("For the report [click here](https://council.example/a)."), 69, 16, "“click here” does not", "the name of the page"
    ),
    Case("CB-412", said("[](https://council.example/a)"), 69, 1, "“” does not"),
    Case("CB-413", said("See [the snags](#what-did-not-wrk)."), 69, 5, "“#what-did-not-wrk” does not", "Write #what-did-not-work."),
    Case("CB-413", said("See [the source](#source-3)."), 69, 5, "“#source-3” does not"),
    Case("CB-414", said("First<br>second."), 69, 6, "“<br>” would be shown as it is", "an empty line"),
    Case("CB-414", said('<script src="x">alert(1)</script>'), 69, 1, "must have no HTML tags", "Take the tag away"),
    Case("CB-414", said("<img src=x onerror=alert(1)"), 69, 1, "must have no HTML tags", "![its description]"),
]


@pytest.mark.parametrize("case", CASES, ids=name)
def test_holds_the_text_to_what_the_page_can_show(case: Case, told: Told) -> None:
    assert_told(case, told(*case.changes))


@pytest.mark.parametrize(
    "words",
    [
        "Not known. The council has not said.",
        "![Calls by month, falling from 900 to 300](calls.png)",
        "See [what went wrong](#what-did-not-work) and [the notice](#source-2).",
        "### Steps\n\nSee [the steps](#text-steps).",
        "Write `<br>` and [click here] as words.",
        "```\n<div>TBC</div> [here](x)\n```",
        "A share < 5 and > 3, and <council name> too.",
        "<https://council.example/plan>",
        "[Repairs: the first year](https://council.example/repairs)",
        "- [x] Clean the addresses\n- [ ] Ask the team",
        "Part XX of the plan, on page xv.",
    ],
)
def test_leaves_good_text_alone(words: str, told: Told) -> None:
    assert told(*said(words)) == []
