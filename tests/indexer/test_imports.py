"""What a fresh interpreter loads. A check must not wait for a model, nor the door for an engine."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("torch", "transformers", "sentence_transformers", "onnxruntime", "whoosh", "numpy", "flask", "sqlalchemy", "psycopg")


@pytest.mark.parametrize(
    "module", ["indexer", "indexer.corpus", "indexer.evaluation", "indexer.cli", "indexer.cli.check", "indexer.cli.build"]
)
def test_importing_it_loads_nothing_heavy(module: str) -> None:
    assert loaded_after(f"import {module}") == []


def test_checking_case_studies_loads_nothing_heavy() -> None:
    check = "from indexer.cli import main; main(['check', '--casestudies', 'tests/corpus'], standalone_mode=False)"
    assert loaded_after(check) == []


def test_the_engine_is_what_loads_whoosh_and_not_the_model() -> None:
    assert loaded_after("import indexer.embedded") == ["whoosh", "numpy"]


def loaded_after(code: str) -> list[str]:
    """Which of the heavy libraries are in memory after running some code in an interpreter of its own."""
    tell = f"import sys; print(*[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    ran = subprocess.run([sys.executable, "-c", f"{code}\n{tell}"], capture_output=True, text=True, check=True)
    return ran.stderr.split()
