"""The form: from a blank page to a case study in the editors' hands, without knowing git.

    views  send_views  check_views  word_views  queue_views  commands    the pages, the editors’ pages, and what an editor types
     └─ blueprint  sending ─ releasing             the secret link; what “Send it” does; a branch
         ├─ forms ─ report                         the questions; what the rule book says, next to each
         ├─ store ─ models                         drafts and contributions in SQL
         ├─ word                                   a Word file as a draft, and the one to fill in
         └─ values ─ writing ─ steps               what was typed; the Markdown file; what is asked
    forge  repository                              a page for a new file; a branch

Imports point down.
"""

from __future__ import annotations

from flask import Flask

# Each of these adds its pages to the blueprint.
from portal.contribute import check_views as check_views
from portal.contribute import commands, queue_views
from portal.contribute import send_views as send_views
from portal.contribute import views as views
from portal.contribute import word_views as word_views
from portal.contribute.blueprint import blueprint


def install(app: Flask) -> None:
    """Give the application its pages under /contribute, the editors’ under /editors, and the editors' commands."""
    app.register_blueprint(blueprint)
    app.register_blueprint(queue_views.blueprint)
    app.cli.add_command(commands.drafts)
    app.cli.add_command(commands.contributions)
