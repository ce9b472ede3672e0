"""Former names of agencies, and absences that begin or end at noon

Names that agencies bore before were not kept: what is there goes by today's. Absences were of
whole days; those made from a request for leave take its halves.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0040"
down_revision: str | None = "0039"
branch_labels: Any = None
depends_on: Any = None

ONE_OF_TWO = "(unit_id IS NULL) <> (person_id IS NULL)"
ONE_OF_THREE = (
    "(agency_id IS NOT NULL AND unit_id IS NULL AND person_id IS NULL)"
    " OR (agency_id IS NULL AND (unit_id IS NULL) <> (person_id IS NULL))"
)


def upgrade() -> None:
    with op.batch_alter_table("former_name") as former:
        former.add_column(sa.Column("agency_id", sa.Integer(), nullable=True))
        former.create_foreign_key(
            op.f("fk_former_name_agency_id_agency"), "agency", ["agency_id"], ["id"]
        )
        former.drop_constraint(op.f("ck_former_name_whose"), type_="check")
        former.create_check_constraint("whose", ONE_OF_THREE)
    op.create_index("ix_former_name_agency", "former_name", ["agency_id", "until"])
    with op.batch_alter_table("absence") as absence:
        for half in ("from_noon", "until_noon"):
            absence.add_column(
                sa.Column(half, sa.Boolean(), server_default=sa.false(), nullable=False)
            )
    for half in ("from_noon", "until_noon"):
        op.execute(
            f"UPDATE absence SET {half} = true WHERE id IN"
            f" (SELECT absence_id FROM leave_request WHERE {half})"
        )


def downgrade() -> None:
    with op.batch_alter_table("absence") as absence:
        absence.drop_column("until_noon")
        absence.drop_column("from_noon")
    op.drop_index("ix_former_name_agency", "former_name")
    op.execute("DELETE FROM former_name WHERE agency_id IS NOT NULL")
    with op.batch_alter_table("former_name") as former:
        former.drop_constraint(op.f("ck_former_name_whose"), type_="check")
        former.drop_constraint(op.f("fk_former_name_agency_id_agency"), type_="foreignkey")
        former.drop_column("agency_id")
        former.create_check_constraint("whose", ONE_OF_TWO)
