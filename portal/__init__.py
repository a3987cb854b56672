"""Copybook's web application: shows case studies, and keeps in SQL only what people add.

    home  search  browse  pages  contribute  curation  status  reviews  hooks   features: a blueprint each; and backup
     ├─ results  exports  feeds         what search says; what is taken away, and followed
     ├─ accounts                        who asks, and what they may do
     └─ templating  errors  security    what every page shares
         └─ current_index  extensions   what is open: the index, the database
             └─ config ─ database  kept_pages   settings, from the environment alone; how SQL is opened; parts of pages, kept

Imports point down. It knows the indexer by its door only (`from indexer import ...`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from flask import Flask

from indexer import load_engine
from portal import (
    accounts,
    backup,
    browse,
    config,
    contribute,
    curation,
    current_index,
    errors,
    extensions,
    home,
    hooks,
    pages,
    reviews,
    search,
    security,
    status,
    templating,
)


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """The application, with settings from the environment unless given here."""
    app = Flask(__name__)
    app.config.from_mapping(config.settings(os.environ, settings or {}))

    templating.install(app)
    security.protect(app)
    extensions.connect(app)
    current_index.install(app)
    errors.install(app)
    hooks.install(app)

    accounts.install(app)
    backup.install(app)
    contribute.install(app)
    curation.install(app)
    for feature in (home, search, browse, pages, status, reviews, hooks):
        app.register_blueprint(feature.blueprint)
    return app


def get_ready(app: Flask) -> None:
    """Do once what each worker of a server would do again for its first page. Opens nothing: no file or connection may be shared."""
    load_engine()
    templating.compile_all(app, "search/search.html", "search/answers.html")
