"""Nothing is fetched, ever: the real model is loaded and asked in an interpreter that cannot open a connection."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

#: Run first in that interpreter. Any use of the network ends it with this complaint.
NO_NETWORK = """
import socket, sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        raise SystemExit(f"used the network: {event} {arguments}")
sys.addaudithook(refuse)
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", NO_NETWORK + code], capture_output=True, text=True, cwd=ROOT)


def test_the_network_is_out_of_reach() -> None:
    assert "used the network" in run("import urllib.request; urllib.request.urlopen('http://192.0.2.1/')").stderr


@pytest.mark.model
def test_building_and_asking_by_meaning_need_no_network(tmp_path: Path) -> None:
    ran = run(f"""
from pathlib import Path
from indexer import Query, build_index, open_index
index = Path({str(tmp_path)!r})
build_index(Path("tests/corpus"), index)
reader = open_index(index)
reader.warm()
results = reader.search(Query(text="tenants with mould on their walls"))
print(results.by_meaning, results.hits[0].case_study.slug)
""")
    assert ran.stdout.split() == ["True", "camden-damp-sensors"], ran.stderr
