"""Collections: regional bodies gather case studies, put them in an order, say why each is there, and publish them.

    body_views  editing_views  adding_views  publishing_views  history_views  reading_views  commands
     └─ saving                         one way to change a collection, and what happens when two do
         └─ blueprint  forms  shown    opening one as who asks; what is typed; what is still there of it
             └─ store ─ models         SQL: versions, and what is published
                 └─ contents           what a collection holds: plain values and pure changes to them

Imports point down. Signing in, permissions and the log are `portal.accounts`.
"""

from __future__ import annotations

from flask import Flask

# Each of these adds its pages to the blueprint.
from portal.curation import adding_views as adding_views
from portal.curation import body_views as body_views
from portal.curation import commands, reading_views
from portal.curation import editing_views as editing_views
from portal.curation import history_views as history_views
from portal.curation import publishing_views as publishing_views
from portal.curation.blueprint import blueprint


def install(app: Flask) -> None:
    """Give the application the curators' pages under /curate, the readers' under /collections, and the owner's commands."""
    app.register_blueprint(blueprint)
    app.register_blueprint(reading_views.blueprint)
    app.cli.add_command(commands.collections)
