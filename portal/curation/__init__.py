"""Collections: regional bodies gather case studies, put them in an order, say why each is there, and publish them.

    body_views  log_views  editing_views  sections_views  tail_views  adding_views  publishing_views  reviewing_views
    joining_views  history_views  address_views  reading_views  sharing_views  commands  demo
     └─ saving  trouble  public         one way to change a collection, and what happens when two do; what to see to; what readers may open
         ├─ offers  handouts  coverage  bundles    what other pages say; what is taken away, drawn, and moved elsewhere
         └─ blueprint  forms  shown    opening one as who asks; what is typed; what is still there of it
             └─ remarks  sharing  store ─ models     SQL: versions, what is published, who said what, whose it is
                 └─ arranging  differing  found      changes to the order; what changed, in words; what saved searches find
                     └─ searches ─ contents    saved searches; what a collection holds: plain values and pure changes to them

Imports point down. Signing in, permissions and the log are `portal.accounts`.
"""

from __future__ import annotations

from flask import Flask

# Each of these adds its pages to the blueprint.
from portal.curation import adding_views as adding_views
from portal.curation import address_views as address_views
from portal.curation import body_views as body_views
from portal.curation import commands, demo, public
from portal.curation import editing_views as editing_views
from portal.curation import history_views as history_views
from portal.curation import joining_views as joining_views
from portal.curation import log_views as log_views
from portal.curation import publishing_views as publishing_views
from portal.curation import reading_views as reading_views
from portal.curation import reviewing_views as reviewing_views
from portal.curation import sections_views as sections_views
from portal.curation import sharing_views as sharing_views
from portal.curation import tail_views as tail_views
from portal.curation.blueprint import blueprint


def install(app: Flask) -> None:
    """Give the application the curators' pages under /curate, the readers' under /collections, and the owner's commands."""
    app.register_blueprint(blueprint)
    public.install(app)
    app.cli.add_command(commands.collections)
    app.cli.add_command(demo.demo)
