"""Parts of pages kept for whoever asks the same again, in as much room as they are given. Only what is the same for every visitor
may be kept: nothing that knows who asks."""

from __future__ import annotations

import threading
from collections import OrderedDict

#: How much the kept parts of one generation may take, in bytes. A page of results is about 50,000.
MOST_ROOM = 64 * 1024 * 1024

#: All that a kept part was made from besides the index.
Key = tuple[str | None, ...]

#: What a page says in one sentence, and the rest of it.
Texts = tuple[str, str]


class KeptPages:
    """Keeps the texts that were asked for last; the least lately asked are let go for room. Safe to use from several threads."""

    def __init__(self, most_room: int = MOST_ROOM) -> None:
        self._most_room = most_room
        self._taken = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, tuple[bytes, bytes]] = OrderedDict()

    def get(self, key: Key) -> Texts | None:
        """What is kept under a key, or None."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
        sentence, rest = found
        return sentence.decode(), rest.decode()

    def keep(self, key: Key, texts: Texts) -> None:
        """Keep texts under a key."""
        # As bytes: one curly quotation mark would double the room that a text takes.
        kept = texts[0].encode(), texts[1].encode()
        with self._lock:
            self._let_go(key)
            self._kept[key] = kept
            self._taken += _room(key, kept)
            while self._taken > self._most_room:
                self._let_go(next(iter(self._kept)))

    def _let_go(self, key: Key) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._taken -= _room(key, gone)


def _room(key: Key, texts: tuple[bytes, bytes]) -> int:
    return sum(len(part or "") for part in key) + sum(len(text) for text in texts)
