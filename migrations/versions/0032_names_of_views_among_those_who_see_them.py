"""A name of a view stands once among those who see it: in a unit, or for its maker alone

Where two had shared views of one name with one unit, the later ones bear a number behind it.
"""

from collections.abc import Sequence
from itertools import chain, count
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0032"
down_revision: str | None = "0031"
branch_labels: Any = None
depends_on: Any = None

COLUMNS = "id", "person_id", "unit_id", "list_name", "name"
VIEWS = sa.table("saved_view", *map(sa.column, COLUMNS))
IS_PRIVATE = sa.text("unit_id IS NULL")
LONGEST_NAME = 60


def upgrade() -> None:
    with op.batch_alter_table("saved_view") as view:
        view.drop_constraint(op.f("uq_saved_view_person_id_list_name_name"), type_="unique")
        view.drop_index(op.f("ix_saved_view_unit_id"))
    _tell_apart([VIEWS.c.unit_id], VIEWS.c.unit_id.is_not(None))
    op.create_index(
        "ix_saved_view_private",
        "saved_view",
        ["person_id", "list_name", "name"],
        unique=True,
        sqlite_where=IS_PRIVATE,
        postgresql_where=IS_PRIVATE,
    )
    op.create_index(
        "ix_saved_view_shared", "saved_view", ["unit_id", "list_name", "name"], unique=True
    )


def downgrade() -> None:
    op.drop_index("ix_saved_view_shared", table_name="saved_view")
    op.drop_index("ix_saved_view_private", table_name="saved_view")
    _tell_apart([VIEWS.c.person_id], sa.true())
    with op.batch_alter_table("saved_view") as view:
        view.create_index(op.f("ix_saved_view_unit_id"), ["unit_id"])
        view.create_unique_constraint(
            op.f("uq_saved_view_person_id_list_name_name"), ["person_id", "list_name", "name"]
        )


def _tell_apart(whose: Sequence[sa.ColumnClause[Any]], which: sa.ColumnElement[bool]) -> None:
    connection, taken = op.get_bind(), set()
    rows = sa.select(VIEWS.c.id, VIEWS.c.name, VIEWS.c.list_name, *whose).where(which)
    for number, name, *among in connection.execute(rows.order_by(VIEWS.c.id)).all():
        signs = chain(("",), (f" ({again})" for again in count(2)))
        names = (name[: LONGEST_NAME - len(sign)] + sign for sign in signs)
        free = next(one for one in names if (*among, one) not in taken)
        taken.add((*among, free))
        if free != name:
            connection.execute(VIEWS.update().where(VIEWS.c.id == number).values(name=free))
