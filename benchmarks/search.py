"""Where we stand: build, memory, questions and pages, at 1,000 and 10,000 case studies. `make benchmark` runs it.

Prints a Markdown table, ready for docs/performance.md. Times depend on the machine and on what else it does; ratios less so.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import load, throughput
from benchmarks.library import MixedEncoder, make_library, make_questions
from indexer import Query
from indexer.casestudy import CaseStudy
from indexer.conversion import model_for_building
from indexer.embedded import build, open_index
from indexer.embedded.generations import building
from indexer.embedding import Encoder
from indexer.passages import passages

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Measure each size, and print one table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    options.add_argument("--questions", type=int, default=300)
    options.add_argument("--seconds", type=float, default=60, help="how long each kind of load on the pages lasts")
    whole = "up to how many case studies a whole build is measured too, all their passages encoded twice: minutes for each 1,000"
    options.add_argument("--whole", type=int, default=1_000, help=whole)
    asked = options.parse_args()
    columns = [dict(_measure(size, asked.questions, asked.seconds, asked.whole)) for size in asked.sizes]
    print(f"| | {' | '.join(f'{size:,}' for size in asked.sizes)} |")
    print("|---|" + "---:|" * len(columns))
    for name in dict.fromkeys(name for column in columns for name in column):
        print(f"| {name} | {' | '.join(column.get(name, 'not measured') for column in columns)} |")


def _measure(size: int, questions: int, seconds: float, whole: int) -> list[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as scratch:
        folder, index = Path(scratch, "casestudies"), Path(scratch, "index")
        real = make_library(ROOT / "casestudies", folder, size)
        asked = make_questions(real, 2 * questions)
        with building(index):
            encoder = model_for_building(index)()
        return [
            *(_throughput(folder, index) if size <= whole else []),
            *_builds(folder, index, MixedEncoder(real, encoder)),
            *_encoding(encoder, real, asked),
            *_searches(index, asked),
            *load.pages(index, make_questions(real, 20_000), seconds),
        ]


def _throughput(folder: Path, index: Path) -> list[tuple[str, str]]:
    ((alone, whole),) = throughput.rounds(folder, index, 1)
    return [("Whole build, encoding included, of the encoder's own throughput", f"{alone / whole:.3f}")]


def _builds(folder: Path, index: Path, encoder: MixedEncoder) -> list[tuple[str, str]]:
    whole = _seconds(lambda: build(folder, index, encoder=encoder))
    nothing = _seconds(lambda: build(folder, index, encoder=encoder))
    changed = next(folder.glob("*/mixed-000000.md"))
    changed.write_text(changed.read_text(encoding="utf-8").replace("## What changed\n", "## What changed\n\nKettles.\n"), encoding="utf-8")
    one = _seconds(lambda: build(folder, index, encoder=encoder))
    opened = open_index(index)
    left_out, found = len(opened.built.left_out), opened.search(Query("kettles")).total
    assert not left_out, next(iter(opened.built.left_out.items()))
    assert found == 1
    size = sum(file.stat().st_size for file in (index / "generations" / f"{opened.built.generation:06}").rglob("*") if file.is_file())
    return [
        ("Passages", f"{opened.built.passages:,}"),
        ("Whole build, encoding apart (s)", f"{whole:.1f}"),
        ("Build with nothing changed (s)", f"{nothing:.2f}"),
        ("Build with one case study changed (s)", f"{one:.2f}"),
        ("Index on disk (MB)", f"{size / 1e6:.0f}"),
    ]


def _encoding(encoder: Encoder, real: list[CaseStudy], questions: list[str]) -> list[tuple[str, str]]:
    texts = [passage.for_model for case_study in real for passage in passages(case_study)]
    spent = _seconds(lambda: encoder.encode(texts))
    each = [_seconds(partial(encoder.encode, [question])) * 1_000 for question in questions[:100]]
    return [
        ("Precision of the model", encoder.precision),
        ("Encoding passages (a second)", f"{len(texts) / spent:.0f}"),
        ("Encoding one question (ms)", _spread(each)),
    ]


def _searches(index: Path, questions: list[str]) -> list[tuple[str, str]]:
    opened_in = _seconds(lambda: open_index(index))
    opened = open_index(index)
    ranked, shown = questions[::2], questions[1::2]
    by_words = [_seconds(partial(opened.search, Query(text))) * 1_000 for text in ranked]
    opened.warm()
    bare = [_seconds(partial(opened.search, Query(text, show="slugs"))) * 1_000 for text in ranked]
    whole = [_seconds(partial(opened.search, Query(text))) * 1_000 for text in shown]
    again = [_seconds(partial(opened.search, Query(text))) * 1_000 for text in shown]
    filtered = [_seconds(partial(opened.search, Query(text, {"theme": ("housing",)}))) * 1_000 for text in shown]
    opened.close()
    return [
        ("Opening (s)", f"{opened_in:.2f}"),
        ("Search by words, terms met the first time (ms)", _spread(by_words)),
        ("Search by both, question encoded, twenty ranked and all counted (ms)", _spread(bare)),
        ("The same with snippets and reasons for the twenty, as a page shows (ms)", _spread(whole)),
        ("The same again, question known (ms)", _spread(again)),
        ("The same with a filter (ms)", _spread(filtered)),
    ]


def _seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def _spread(times: list[float]) -> str:
    """The median, and the 95th percentile."""
    return f"{statistics.median(times):.1f}, 95%: {statistics.quantiles(times, n=20)[-1]:.1f}"


if __name__ == "__main__":
    main()
