"""Views are shared with a unit; searches are followed, and what matches them is told once"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    with op.batch_alter_table("saved_view") as view:
        view.add_column(sa.Column("unit_id", sa.Integer(), nullable=True))
        view.create_foreign_key(op.f("fk_saved_view_unit_id"), "unit", ["unit_id"], ["id"])
        view.create_index(op.f("ix_saved_view_unit_id"), ["unit_id"])
    op.add_column("index_request", sa.Column("indexed_at", sa.DateTime(timezone=True)))
    op.create_table(
        "followed_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("view_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("after_id", sa.Integer(), nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["view_id"],
            ["saved_view.id"],
            name=op.f("fk_followed_search_view_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_followed_search_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followed_search")),
        sa.UniqueConstraint(
            "view_id", "person_id", name=op.f("uq_followed_search_view_id_person_id")
        ),
    )
    op.create_index(op.f("ix_followed_search_person_id"), "followed_search", ["person_id"])
    op.create_table(
        "matched_record",
        sa.Column("follow_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["follow_id"],
            ["followed_search.id"],
            name=op.f("fk_matched_record_follow_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_matched_record_record_id")
        ),
        sa.PrimaryKeyConstraint("follow_id", "record_id", name=op.f("pk_matched_record")),
    )


def downgrade() -> None:
    """What is shared goes back to who made it; what is followed is followed no more."""
    op.drop_table("matched_record")
    op.drop_table("followed_search")
    op.execute(sa.text("DELETE FROM index_request WHERE indexed_at IS NOT NULL"))
    op.drop_column("index_request", "indexed_at")
    with op.batch_alter_table("saved_view") as view:
        view.drop_index(op.f("ix_saved_view_unit_id"))
        view.drop_constraint(op.f("fk_saved_view_unit_id"), type_="foreignkey")
        view.drop_column("unit_id")
