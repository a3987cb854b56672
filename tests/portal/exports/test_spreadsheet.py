from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Query
from indexer.corpus import Corpus
from portal import current_index, exports, results
from portal.exports.spreadsheet import COLUMNS, harmless, spreadsheet
from tests.memory_index import MemoryIndex
from tests.portal.conftest import GetPage

RUN = ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", '=HYPERLINK("http://evil.example","x")', "＝1+1", "＋1"]
HIDDEN = [" =1+1", "\n=1", "\u200b=1", "\ufeff=1", "\xa0=1", "\x00=1", '"=1', "'=1", "\t\t @x"]


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def rows(client: FlaskClient, path: str) -> list[dict[str, str]]:
    return read(client.get(path).get_data(as_text=True))


# --- nothing in it runs


@pytest.mark.parametrize("cell", RUN + HIDDEN)
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(cell: str) -> None:
    assert harmless(cell).startswith("'")


@pytest.mark.parametrize("cell", ["", "Housing", "“quoted”", "−18%", "£2 million", "A=B", "1-2", "tŷ", "2019-04"])
def test_any_other_cell_is_left_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


@pytest.mark.parametrize("evil", RUN + HIDDEN + ['x"\r\n=1+1', "x,=1", "x;=1", "x\n=1"])
def test_no_cell_of_a_spreadsheet_runs_whatever_a_file_says(corpus: Corpus, evil: str) -> None:
    it = replace(corpus.case_studies["lincoln-housing-repairs-system"], title=evil, summary=evil)
    it = replace(it, outcomes=tuple(replace(each, measure=evil) for each in it.outcomes))
    it = replace(it, costs=tuple(replace(each, currency=evil) for each in it.costs))
    [hit] = MemoryIndex([it], corpus.vocabulary).search(Query()).hits
    text = "".join(spreadsheet([hit], corpus.vocabulary, lambda slug: f"/case-studies/{slug}"))
    [row] = read(text)
    assert list(row) == [name for name, _ in COLUMNS], "a cell broke out of its own"
    for cell in row.values():
        assert not re.match(r"[=+\-@\t\r\n＝＋－＠]", cell)


# --- what it says


def test_a_row_says_all_that_the_columns_name(client: FlaskClient) -> None:
    [row] = [each for each in rows(client, "/search.csv") if each["Title"] == "Lincoln replaces its old housing repairs system"]
    shown = "Councils", "Nation", "Status", "Evidence", "Started", "Ended", "Address", "Licence"
    assert {name: row[name] for name in shown} == {
        "Councils": "City of Lincoln Council",
        "Nation": "England",
        "Status": "Live",
        "Evidence": "Repeated",
        "Started": "2022-04",
        "Ended": "2024-03",
        "Address": "http://localhost/case-studies/lincoln-housing-repairs-system",
        "Licence": "Open Government Licence v3.0",
    }
    assert "Housing" in row["Themes"].split("; ")
    assert "from " in row["What changed"]
    assert "£" in row["Cost"]
    assert row["Title"] in row["Attribution"]
    assert row["Attribution"].endswith(row["Address"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["Published"])


def test_the_columns_stand_in_their_order(client: FlaskClient) -> None:
    first = client.get("/search.csv").get_data(as_text=True).split("\r\n")[0]
    assert first == (
        '\ufeff"Title","Councils","Partners","Nation","Status","Evidence","Themes","Started","Ended","Summary","What changed","Cost",'
        '"Licence","Attribution","Address","Published","Updated"'
    )


def test_it_comes_as_a_file_named_for_the_day(client: FlaskClient) -> None:
    answer = client.get("/search.csv?q=damp")
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert re.fullmatch(r'attachment; filename="copybook-case-studies-\d{4}-\d\d-\d\d\.csv"', answer.headers["Content-Disposition"])


# --- as many rows as the page counts, in the same order


@pytest.mark.parametrize(
    "asked", ["", "?q=sensors", "?q=housing&theme=housing", "?status=live&sort=evidence", "?q=xyzzy", "?nation=england&page=2"]
)
def test_there_are_as_many_rows_as_the_page_counts(client: FlaskClient, get_page: GetPage, index: MemoryIndex, asked: str) -> None:
    page = get_page(f"/search{asked.replace('&page=2', '')}")
    counted = re.search(r"\d+ case stud", page.main)
    assert len(rows(client, f"/search.csv{asked}")) == (int(counted[0].split()[0]) if counted else 0)


@pytest.fixture
def many(app: Flask, corpus: Corpus) -> MemoryIndex:
    """More case studies than an index gives at a time."""
    one = corpus.case_studies["camden-damp-sensors"]
    index = MemoryIndex((replace(one, slug=f"copy-{number:03}") for number in range(230)), corpus.vocabulary)
    current_index.install(app, lambda: index)
    return index


@pytest.mark.parametrize("asked", ["", "?q=damp"])
def test_every_page_of_results_is_in_it_once(client: FlaskClient, many: MemoryIndex, asked: str) -> None:
    addresses = [row["Address"] for row in rows(client, f"/search.csv{asked}")]
    assert len(addresses) == len(set(addresses)) == 230


def test_the_order_is_that_of_the_page(client: FlaskClient, get_page: GetPage) -> None:
    page = get_page("/search?sort=evidence")
    shown = ["".join(each.itertext()) for each in page.all("h3", class_="app-hit__title")]
    assert [row["Title"] for row in rows(client, "/search.csv?sort=evidence")] == shown


def test_there_is_a_bound_and_the_page_says_so(
    client: FlaskClient, get_page: GetPage, many: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS", 120)
    monkeypatch.setattr(results, "MOST_ROWS", 120)
    assert len(rows(client, "/search.csv")) == 120
    assert "Download as a spreadsheet (CSV): the first 120" in get_page("/search").main


def test_the_model_coming_in_does_not_change_the_list_half_way(
    client: FlaskClient, many: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    many.meaning = False
    modes = []
    plain = many.search

    def search(query: Query) -> object:
        modes.append(query.mode)
        found = plain(query)
        many.meaning = True
        return found

    monkeypatch.setattr(many, "search", search)
    assert len(rows(client, "/search.csv?q=damp")) == 230
    assert modes == ["both", "words", "words"]


# --- where it is offered


def test_a_page_of_results_offers_it_in_its_own_order(get_page: GetPage) -> None:
    page = get_page("/search?q=housing&theme=housing&sort=newest")
    assert page.links["Download as a spreadsheet (CSV)"] == "/search.csv?q=housing&theme=housing&sort=newest"


def test_nothing_is_not_offered_as_a_spreadsheet(get_page: GetPage) -> None:
    assert "Download as a spreadsheet (CSV)" not in get_page("/search?q=xyzzy").links
