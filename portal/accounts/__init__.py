"""Who may do what: accounts, regional bodies and their members, and a log of what was done.

    views  commands                       the pages, and what the site's owner types
     └─ forms  signing                    what is typed; who is signed in, and until when
         └─ permissions  register         every permission once; the list of regional bodies, from its file
             └─ store ─ audit             SQL
                 └─ models  passwords     the tables; argon2

Imports point down. Features that need to know who asks import from here; nothing here knows them.
"""

from __future__ import annotations

from flask import Flask

from portal.accounts import commands, signing, views


def install(app: Flask) -> None:
    """Give the application its pages to sign in, the owner's commands, and every page the name of who is signed in."""
    app.register_blueprint(views.blueprint)
    app.cli.add_command(commands.accounts)
    app.cli.add_command(commands.bodies)
    signing.install(app)
