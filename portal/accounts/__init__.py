"""Who may do what: accounts, regional bodies and their members, and a log of what was done.

    invitation_views  people_views  council_views  factor_views  commands   the pages, and what the site's owner types
     └─ password_views ─ views
         └─ entering ─ oidc  letters         a session, or a code first; a council's own sign-in; mail
             └─ blueprint  links             how often anything may be tried; links that work once
                 └─ forms  signing           what is typed; who is signed in, and until when
                     └─ permissions  register    every permission once; the list of regional bodies, from its file
                         └─ council  factors  people    SQL: who is vouched for; codes; invitations and roles
                             └─ store ─ audit            SQL
                                 └─ models  passwords  codes  sealing    the tables; argon2; codes; what is encrypted

Imports point down. Features that need to know who asks import from here; nothing here knows them.
"""

from __future__ import annotations

from flask import Flask

# Each of these adds its pages to the blueprint.
from portal.accounts import commands, signing
from portal.accounts import council_views as council_views
from portal.accounts import factor_views as factor_views
from portal.accounts import invitation_views as invitation_views
from portal.accounts import password_views as password_views
from portal.accounts import people_views as people_views
from portal.accounts import views as views
from portal.accounts.blueprint import blueprint


def install(app: Flask) -> None:
    """Give the application its pages to sign in, the owner's commands, and every page the name of who is signed in."""
    app.register_blueprint(blueprint)
    app.cli.add_command(commands.accounts)
    app.cli.add_command(commands.bodies)
    signing.install(app)
