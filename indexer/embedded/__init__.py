"""The default engine: files in a folder, no server. Words by Whoosh, vectors by NumPy, whole generations side by side.

    build ────────────┐                  reader ── completing
      │               │                     │
    texts          previous             searching ── question ── phrasebook
                                            │    └── spelling  finder
                                        matching
                  generations  manifest
                  words ───────── vectors ── catalogue ── shelf      what a generation is made of
                  pool bm25f runs  rough      tally

A builder writes; a reader only reads. Neither half imports the other.
"""

from indexer.embedded.build import build
from indexer.embedded.reader import open_index

__all__ = ["build", "open_index"]
