# ruff: noqa: INP001 - Alembic runs it by path
"""Run by Alembic: all pending migrations in the one transaction we were given."""

from alembic import context

# SQLite can roll back DDL, if only BEGIN is said as our connections say it.
context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
