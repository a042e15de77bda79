"""How Alembic runs our migrations: on the connection and in the transaction it is given.

Refuses to open a database of its own, so that a migration cannot go to another place than the rest.
"""

from alembic import context

from bot.storage import delivery_tables

metadata = delivery_tables.subscription.metadata


def run() -> None:
    """Apply what was asked for. Whoever gave the connection commits or rolls back."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,  # SQLite changes a table by making a new one
    )
    context.run_migrations()


run()
