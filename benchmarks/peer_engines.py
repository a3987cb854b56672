"""What a council would pick instead of ours, each asked for the same: so many case studies, best first.

Each has its own defaults, or what measured quicker or better for it; `settings` says which. Words and meaning are joined by
the library's own hybrid search where it has one (txtai, LanceDB: its rows are passages, and a case study stands where its
first passage does). Where it has none (tantivy, SQLite), whole case studies are searched for words and every passage for
meaning, and the two are joined by reciprocal ranks, as their users do.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.texts import Texts
from indexer.arrays import Floats
from indexer.embedding import MODEL_DIGEST, Encoder

#: A question, and how many case studies are wanted: their slugs, best first.
Ask = Callable[[str, int], list[str]]

#: Where a case study's passages are ranked, this many are asked for each case study that is wanted.
EACH = 3
#: Where two rankings are joined by us, this many of each.
DEPTH = 100
#: The constant of reciprocal ranks, as published.
RANKS = 60
#: Lucene's English stop words: SQLite has none of its own, and is quicker with them.
STOP_WORDS = frozenset(
    "a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will "
    "with".split()
)


@dataclass(frozen=True, slots=True)
class Engine:
    """One way to search: what is imported and must be installed, how it is set up, how it is built, and how it is opened to be asked."""

    name: str
    module: str
    packages: tuple[str, ...]
    settings: str
    build: Callable[[Texts, Path], None]
    opened: Callable[[Path, Encoder], Ask]


class Kept:
    """The vectors that were made beforehand, for what asks an encoder for them."""

    digest = MODEL_DIGEST

    def __init__(self, texts: Texts) -> None:
        self.precision = texts.precision()
        self._row = dict(zip((text for _, _, text in texts.passages()), texts.rows(), strict=True))

    def __call__(self) -> Kept:
        """Itself, wherever something that makes an encoder is asked for."""
        return self

    def encode(self, texts: Sequence[str], done: Callable[[int], None] = lambda number: None) -> Floats:
        """The row of each text."""
        done(len(texts))
        return np.array([self._row[text] for text in texts])

    def knows(self, word: str) -> bool:
        """Whether it takes a word whole: it takes only passages."""
        return False


def first_of_each(slugs: Iterable[str], wanted: int) -> list[str]:
    """Case studies in the order of their best passages."""
    return list(dict.fromkeys(slugs))[:wanted]


def by_ranks(rankings: Iterable[Iterable[str]], wanted: int) -> list[str]:
    """Rankings joined by reciprocal ranks."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, slug in enumerate(ranking, 1):
            scores[slug] = scores.get(slug, 0.0) + 1 / (RANKS + rank)
    return sorted(scores, key=lambda slug: -scores[slug])[:wanted]


class Nearest:
    """Every passage compared, by NumPy: what stands beside a word index that has no vectors."""

    def __init__(self, folder: Path) -> None:
        self._rows: Floats = np.load(folder / "vectors.npy")
        self._slugs: npt.NDArray[np.str_] = np.load(folder / "slugs.npy")

    def __call__(self, vector: Floats) -> list[str]:
        """The case studies of the nearest passages, nearest first."""
        cosines = self._rows @ vector
        near = np.argpartition(-cosines, min(EACH * DEPTH, len(cosines) - 1))[: EACH * DEPTH]
        return first_of_each(self._slugs[near[np.argsort(-cosines[near])]].tolist(), DEPTH)


def write_nearest(texts: Texts, folder: Path) -> None:
    """Keep the vectors, and whose passage each is."""
    np.save(folder / "vectors.npy", texts.rows())
    np.save(folder / "slugs.npy", np.array([slug for slug, _, _ in texts.passages()]))


def build_ours(texts: Texts, folder: Path) -> None:
    """Copybook's own index, from case studies that are read already, as the others are."""
    from indexer.embedded.build import build_corpus

    build_corpus(texts.corpus(), texts.lists(), folder, encoder=Kept(texts))


def open_ours(folder: Path, encoder: Encoder) -> Ask:
    """The whole index, every filter counted. The others say no reasons, so that none are asked for."""
    from indexer.embedded import open_index
    from indexer.query import Query

    index = open_index(folder, lambda: encoder)
    index.warm()
    return lambda question, wanted: list(index.search(Query(question, per_page=wanted, show="slugs")).slugs)


def build_txtai(texts: Texts, folder: Path) -> None:
    """Passages with both its word index and its vectors, which it is handed."""
    embeddings = _txtai(Kept(texts).encode)
    embeddings.index((f"{slug}\t{number}", text, None) for number, (slug, _, text) in enumerate(texts.passages()))
    embeddings.save(str(folder))


def open_txtai(folder: Path, encoder: Encoder) -> Ask:
    """Its hybrid search over passages."""
    embeddings = _txtai(encoder.encode)
    embeddings.load(str(folder), config={"transform": _function(encoder.encode)})

    def ask(question: str, wanted: int) -> list[str]:
        return first_of_each((name.partition("\t")[0] for name, _ in embeddings.search(question, EACH * wanted)), wanted)

    return ask


def _txtai(encode: Callable[[list[str]], Floats]) -> Any:
    from txtai import Embeddings

    return Embeddings({"method": "external", "transform": _function(encode), "hybrid": True})


def _function(encode: Callable[[list[str]], Floats]) -> Callable[[list[str]], Floats]:
    """It tells a function from a class by its type, and a method is neither."""

    def transform(texts: list[str]) -> Floats:
        return encode(texts)

    return transform


def build_lancedb(texts: Texts, folder: Path, indexed: bool = False) -> None:
    """A table of passages with an index of their words, and one of their vectors if so wanted."""
    import lancedb
    import pyarrow
    from lancedb.index import FTS, HnswSq

    passages = texts.passages()
    rows = texts.rows()
    vectors = pyarrow.FixedSizeListArray.from_arrays(pyarrow.array(rows.reshape(-1)), rows.shape[1])
    columns = {"slug": [slug for slug, _, _ in passages], "text": [text for _, _, text in passages], "vector": vectors}
    table = lancedb.connect(str(folder)).create_table("passages", pyarrow.table(columns))
    table.create_index("text", config=FTS())
    if indexed:
        table.create_index("vector", config=HnswSq(distance_type="dot"))


def open_lancedb(folder: Path, encoder: Encoder) -> Ask:
    """Its hybrid search over passages. Only the slug is read of each, not the text or the vector."""
    import lancedb

    table = lancedb.connect(str(folder)).open_table("passages")

    def ask(question: str, wanted: int) -> list[str]:
        both = table.search(query_type="hybrid").vector(encoder.encode([question])[0]).text(question)
        found = both.distance_type("dot").select(["slug"]).limit(EACH * wanted).to_arrow()
        return first_of_each(found["slug"].to_pylist(), wanted)

    return ask


def build_tantivy(texts: Texts, folder: Path) -> None:
    """Case studies with title and text, stemmed as English."""
    import tantivy

    schema = tantivy.SchemaBuilder().add_text_field("slug", stored=True, tokenizer_name="raw")
    schema = schema.add_text_field("title", tokenizer_name="en_stem").add_text_field("text", tokenizer_name="en_stem").build()
    (folder / "words").mkdir()
    writer = tantivy.Index(schema, str(folder / "words")).writer(128_000_000)
    for slug, title, text in texts.case_studies():
        writer.add_document(tantivy.Document(slug=slug, title=title, text=text))
    writer.commit()
    writer.wait_merging_threads()
    write_nearest(texts, folder)


def open_tantivy(folder: Path, encoder: Encoder) -> Ask:
    """Words by tantivy, the title counting twice; meaning by NumPy; joined by ranks."""
    import tantivy

    index, nearest = tantivy.Index.open(str(folder / "words")), Nearest(folder)
    searcher = index.searcher()

    def ask(question: str, wanted: int) -> list[str]:
        query, _ = index.parse_query_lenient(question, ["title", "text"], field_boosts={"title": 2.0})
        words = [searcher.doc(address)["slug"][0] for _, address in searcher.search(query, DEPTH, count=False).hits]
        return by_ranks((words, nearest(encoder.encode([question])[0])), wanted)

    return ask


def build_sqlite(texts: Texts, folder: Path) -> None:
    """Case studies in a table of FTS5, stemmed."""
    database = sqlite3.connect(folder / "words.db")
    database.execute("CREATE VIRTUAL TABLE words USING fts5(slug UNINDEXED, title, text, tokenize = 'porter unicode61')")
    database.executemany("INSERT INTO words VALUES (?, ?, ?)", texts.case_studies())
    database.execute("INSERT INTO words (words) VALUES ('optimize')")
    database.commit()
    database.close()
    write_nearest(texts, folder)


def open_sqlite(folder: Path, encoder: Encoder) -> Ask:
    """Words by FTS5's BM25, any of them, the title counting twice; meaning by NumPy; joined by ranks."""
    database, nearest = sqlite3.connect(folder / "words.db"), Nearest(folder)
    select = "SELECT slug FROM words WHERE words MATCH ? ORDER BY bm25(words, 0, 2, 1) LIMIT ?"

    def ask(question: str, wanted: int) -> list[str]:
        words = [word for word in re.findall(r"\w+", question.lower()) if word not in STOP_WORDS]
        match = " OR ".join(f'"{word}"' for word in words)
        found = [slug for (slug,) in database.execute(select, (match, DEPTH))] if words else []
        return by_ranks((found, nearest(encoder.encode([question])[0])), wanted)

    return ask


ENGINES = (
    Engine("Copybook", "indexer.embedded.build", (), "hybrid, with every filter counted", build_ours, open_ours),
    Engine(
        "txtai hybrid",
        "txtai.embeddings",
        ("txtai", "faiss-cpu"),
        "as it comes: faiss IVF over 5,000 passages, BM25, half and half",
        build_txtai,
        open_txtai,
    ),
    Engine(
        "LanceDB hybrid",
        "lancedb",
        ("lancedb",),
        "as it comes: no index of vectors, so exact; reciprocal ranks",
        build_lancedb,
        open_lancedb,
    ),
    Engine(
        "LanceDB hybrid, HNSW",
        "lancedb",
        ("lancedb",),
        "the same with an index of vectors, HNSW over 8-bit numbers, so not exact",
        lambda texts, folder: build_lancedb(texts, folder, indexed=True),
        open_lancedb,
    ),
    Engine(
        "tantivy and NumPy",
        "tantivy",
        ("tantivy",),
        "title counts twice, English stems; every vector compared; reciprocal ranks",
        build_tantivy,
        open_tantivy,
    ),
    Engine(
        "SQLite FTS5 and NumPy",
        "sqlite3",
        (),
        "any word but Lucene's stop words, title counts twice, Porter stems; every vector compared; reciprocal ranks",
        build_sqlite,
        open_sqlite,
    ),
)
