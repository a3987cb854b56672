"""How Alembic reaches the portal's database and knows its tables. Run through `flask --app wsgi db`."""

import logging

from alembic import context
from flask import current_app

logger = logging.getLogger("alembic.env")
migrate = current_app.extensions["migrate"]


def leave_out_empty_revisions(_context, _revision, directives):
    """Make no revision file when no table has changed."""
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []
        logger.info("No table has changed.")


def run_offline():
    """Print the SQL instead of running it."""
    url = migrate.db.engine.url.render_as_string(hide_password=False)
    context.configure(url=url, target_metadata=migrate.db.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


def run_online():
    """Change the database, all or nothing. SQLite cannot alter a table, so there the table is copied (`render_as_batch`)."""
    arguments = {"process_revision_directives": leave_out_empty_revisions, "render_as_batch": True} | migrate.configure_args
    with migrate.db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            # Where a table is copied, the old one is dropped, and with foreign keys held every row that points to it would go as well.
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        context.configure(connection=connection, target_metadata=migrate.db.metadata, **arguments)
        with context.begin_transaction():
            context.run_migrations()
        if sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                connection.rollback()
                raise SystemExit(f"Nothing was changed: rows would point to what is not there, such as {tuple(broken[0])}.")
            connection.commit()
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")


if context.is_offline_mode():
    run_offline()
else:
    run_online()
