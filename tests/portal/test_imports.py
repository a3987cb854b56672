from __future__ import annotations

import subprocess
import sys

HEAVY = ("torch", "sentence_transformers", "transformers", "whoosh", "numpy", "onnxruntime", "psycopg", "rich", "alembic")


def test_importing_the_portal_loads_nothing_heavy() -> None:
    code = f"import sys, portal; print([name for name in {HEAVY!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_getting_ready_loads_the_engine_but_not_what_encodes() -> None:
    code = f"import sys, indexer; indexer.load_engine(); print([name for name in {HEAVY!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "['whoosh', 'numpy']"
