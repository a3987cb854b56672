"""The builder in a process of its own, with an encoder that needs no model, for tests that end it: REPOSITORY FOLDER [SECONDS A TEXT]."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from unittest.mock import patch

from indexer.cli.watch import watch
from indexer.index import build_index
from tests.toy_encoder import ToyEncoder


def main(repository: str, folder: str, seconds: str = "0", *more: str) -> None:
    """Run `copybook watch` with everything of its own under one folder."""
    places = {"--checkout": "checkout", "--index": "index", "--note": "note"}
    options = [word for option, name in places.items() for word in (option, str(Path(folder) / name))]
    with patch("indexer.cli.watch.build_index", partial(build_index, encoder=ToyEncoder(float(seconds)))):
        watch(["--repository", repository, "--every", "60", *options, *more])


if __name__ == "__main__":
    main(*sys.argv[1:])
