"""What a results page costs, part by part, in milliseconds of one processor's time: `python -m benchmarks.page INDEX [INDEX ...]`.

What is spent within the search is taken as the page is asked for; each other part is timed by itself, over the same questions, none
asked before. What is left of the whole page is Flask's, and the headers'. Medians, so the parts need not add up to the hundredth.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Flask

from benchmarks.library import make_questions
from indexer import Index, Query, Results
from indexer.corpus import read_corpus
from indexer.embedded import searching
from indexer.embedded.catalogue import Catalogue
from portal import create_app, results
from portal.current_index import IndexKeeper
from portal.extensions import db

ROOT = Path(__file__).parents[1]

#: Asked first and not counted: templates are compiled, and the commonest words met.
WARM_UP = 50

#: The search, and what is looked at within it.
SEARCH = "Search, the question encoded"
COUNTS = "of which: counting filters"
HITS = "of which: up to twenty hits, read and with their snippets"

Spent = dict[str, list[float]]
T = TypeVar("T")


def main() -> None:
    """Measure each index, and print one table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("indexes", type=Path, nargs="+", metavar="INDEX")
    options.add_argument("--questions", type=int, default=200)
    asked = options.parse_args()
    questions = make_questions(list(read_corpus(ROOT / "casestudies").case_studies.values()), WARM_UP + asked.questions)
    columns = [_column(_measured(index, questions)) for index in asked.indexes]
    print(f"| | {' | '.join(str(index) for index in asked.indexes)} |")
    print("|---|" + "---:|" * len(columns))
    for name in columns[0]:
        print(f"| {name} | {' | '.join(f'{column[name]:.2f}' for column in columns)} |")


def _measured(folder: Path, questions: list[str]) -> Spent:
    app = create_app({"SECRET_KEY": "for a benchmark", "COPYBOOK_INDEX": str(folder), "DATABASE_URL": "sqlite://"})
    with app.app_context():
        db.create_all()
    keeper: IndexKeeper = app.extensions["index_keeper"]
    index = keeper.borrow().index
    index.warm()
    spent: Spent = {}
    for place, text in enumerate(questions):
        if place == WARM_UP:
            spent.clear()
        _measure(app, index, text, spent)
    return spent


def _measure(app: Flask, index: Index, text: str, spent: Spent) -> None:
    """Ask for the page, and then for each of its parts again."""
    with (
        _timing(spent, type(index), "search", SEARCH),
        _timing(spent, Catalogue, "counts", COUNTS),
        _timing(spent, searching, "_hit", HITS),
    ):
        _timed(spent, "page", lambda: _page(app, text))
    found = index.search(Query(text))
    with app.test_request_context("/search"):
        shown = _timed(spent, "Working out what the page says: links, chips, pages", lambda: results.page_of(index, found))
        for name, render in _parts(app, found, shown).items():
            _timed(spent, name, render)
        asked = {"query": found.query, "says": "Nothing found", "answers": "<!--offer-->", "follow": shown["follow"]}
        _timed(spent, "Layout: head, header, footer", lambda: app.jinja_env.get_template("search/search.html").render(asked))
        _timed(spent, "template", lambda: app.jinja_env.get_template("search/answers.html").render(shown))


def _parts(app: Flask, found: Results, shown: Mapping[str, Any]) -> dict[str, Callable[[], object]]:
    filters: Any = app.jinja_env.get_template("search/filters.html").module
    hits: Any = app.jinja_env.get_template("components/hit.html").module
    return {
        "Filter lists": lambda: filters.filter_form(shown["groups"], shown["kept_by_filters"], 0),
        "Hits": lambda: [hits.hit_row(hit, shown["vocabulary"]) for hit in found.hits],
    }


def _page(app: Flask, text: str) -> None:
    """Ask as a web server does. A test client would cost as much as a page."""
    status: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/search",
        "QUERY_STRING": urlencode({"q": text}),
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
    }
    b"".join(app.wsgi_app(environ, lambda said, *_: status.append(said)))  # type: ignore[arg-type]
    assert status == ["200 OK"], status


def _timed(spent: Spent, name: str, action: Callable[[], T]) -> T:
    began = time.thread_time()
    done = action()
    spent.setdefault(name, []).append((time.thread_time() - began) * 1_000)
    return done


@contextmanager
def _timing(spent: Spent, owner: Any, name: str, part: str) -> Iterator[None]:
    """Have the calls of a function or method timed, all of them as one."""
    plain, calls = getattr(owner, name), Spent()

    def timed(*given: Any) -> Any:
        return _timed(calls, part, lambda: plain(*given))

    setattr(owner, name, timed)
    try:
        yield
    finally:
        setattr(owner, name, plain)
        spent.setdefault(part, []).append(sum(calls.get(part, ())))


def _column(spent: Spent) -> dict[str, float]:
    at = {name: statistics.median(times) for name, times in spent.items()}
    search = at.pop(SEARCH)
    parts = {
        SEARCH: search,
        COUNTS: at.pop(COUNTS),
        HITS: at.pop(HITS),
        **{name: at[name] for name in at if name[0].isupper()},
        "Search box, chips, sorting, pages": at["template"] - at["Filter lists"] - at["Hits"],
    }
    known = sum(each for name, each in parts.items() if not name.startswith("of which"))
    return {**parts, "Flask, headers": at["page"] - known, "**A page**": at["page"], "**A page, search apart**": at["page"] - search}


if __name__ == "__main__":
    main()
