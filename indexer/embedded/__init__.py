"""The default engine: files in a folder, no server. Words by Whoosh, vectors by NumPy, whole generations side by side.

    build ─────────────┐                    reader ── searching
      │                │                                │
    texts           previous                        matching ── question ── phrasebook  spelling
                  generations
                  manifest      words  vectors  catalogue  shelf
                                  │  what a generation is made of
                                postings

A builder writes; a reader only reads. Neither half imports the other.
"""

from indexer.embedded.build import build
from indexer.embedded.reader import open_index

__all__ = ["build", "open_index"]
