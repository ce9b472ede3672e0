"""Views of lists that people keep; persons in the order of their given names; agencies found
without marks
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.core.collation import name_key
from app.core.text import fold

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: Any = None
depends_on: Any = None

AGENCY = sa.table(
    "agency",
    sa.column("id", sa.Integer),
    sa.column("name", sa.String),
    sa.column("short_name", sa.String),
    sa.column("code", sa.String),
    sa.column("folded", sa.String),
)
PERSON = sa.table(
    "person", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("name_key", sa.String)
)


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("list_name", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint(
            "person_id", "list_name", "name", name=op.f("uq_saved_view_person_id_list_name_name")
        ),
    )
    op.add_column(
        "person", sa.Column("name_key", sa.String(length=600), nullable=False, server_default="")
    )
    connection = op.get_bind()
    for number, name in connection.execute(sa.select(PERSON.c.id, PERSON.c.name)).all():
        keyed = PERSON.update().where(PERSON.c.id == number).values(name_key=name_key(name))
        connection.execute(keyed)
    op.add_column(
        "agency", sa.Column("folded", sa.String(length=320), nullable=False, server_default="")
    )
    names = sa.select(AGENCY.c.id, AGENCY.c.name, AGENCY.c.short_name, AGENCY.c.code)
    for number, *said in connection.execute(names).all():
        folded = AGENCY.update().where(AGENCY.c.id == number).values(folded=fold(" ".join(said)))
        connection.execute(folded)
    op.create_index(op.f("ix_person_name_key"), "person", ["name_key"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_person_name_key"), table_name="person")
    op.drop_column("person", "name_key")
    op.drop_column("agency", "folded")
    op.drop_table("saved_view")
