"""Runs migrations on the database whose URL `app.cli.migrate` hands over."""

from alembic import context

from app import models
from app.core.db import Moment, create_engine


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Write moments as plain timestamps: a migration must not change when the code does."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "")

with engine.connect() as connection:
    if engine.dialect.name == "sqlite":
        # A table is changed there by writing it anew, which its foreign keys must not see.
        connection.connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[attr-defined]
    context.configure(
        connection=connection,
        target_metadata=models.metadata,
        render_as_batch=engine.dialect.name == "sqlite",
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()
        if engine.dialect.name == "sqlite":
            loose = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5)
            assert not loose, f"rows that point at nothing: {loose}"
    connection.commit()
engine.dispose()
