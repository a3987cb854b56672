"""Measure the judged questions over the frozen library, or move the frozen library on (`make refreeze`)."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from indexer import build_index, open_index
from indexer.evaluation import Quality, quality
from indexer.judged import judged_in
from indexer.query import Mode, Query

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
JUDGED = HERE / "judged.yaml"
RECORDED = HERE / "recorded.json"
LIVE = HERE.parents[1] / "casestudies"

MODES: tuple[Mode, ...] = ("words", "meaning", "both")


def measure(corpus: Path, modes: tuple[Mode, ...] = MODES, kept_model: Path | None = None) -> dict[Mode, Quality]:
    """How well each way of searching answers the judged questions over a folder of case studies. Takes the real model.

    It is converted for this alone, unless an index folder is given that has it.
    """
    judged = judged_in(JUDGED)
    with tempfile.TemporaryDirectory() as scratch:
        if kept_model:
            shutil.copytree(kept_model / "model", Path(scratch) / "model")
        build_index(corpus, Path(scratch))
        index = open_index(Path(scratch))
        index.warm()
        found: dict[Mode, Quality] = {}
        for mode in modes:
            answers = {
                name: index.search(Query(text, mode=mode, per_page=100, show="slugs")).slugs for name, text in judged.questions.items()
            }
            found[mode] = quality(judged, answers)
        index.close()
    return found


def refreeze() -> None:
    """Copy the live library over the frozen one, record its figures, and print them beside the old ones."""
    before = json.loads(RECORDED.read_text(encoding="utf-8")) if RECORDED.exists() else {}
    shutil.rmtree(CORPUS, ignore_errors=True)
    shutil.copytree(LIVE, CORPUS, ignore=shutil.ignore_patterns("README.md", "TEMPLATE.md"))
    after = {mode: round(it.ndcg_at_10, 4) for mode, it in measure(CORPUS).items()}
    RECORDED.write_text(json.dumps(after, indent=2) + "\n", encoding="utf-8")
    for mode, figure in after.items():
        print(f"nDCG@10 {mode:<8} before {before.get(mode, '-')}, now {figure}")


if __name__ == "__main__":
    refreeze()
