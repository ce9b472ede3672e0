"""Procedures of the one-stop shop by their versions, the levels that decide them, and who may keep them"""

from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0047"
down_revision: str | None = "0046"
branch_labels: Any = None
depends_on: Any = None


GIVEN = {
    "procedures.read": ("clerk", "leader", "unit_head", "officer", "administrator"),
    "procedures.manage": ("administrator",),
}
DISTRICTS_ENDED = date(2025, 6, 30)
"""Their last day: from 1 July 2025 there are provinces and communes."""
LEVELS = (
    ("commune", "Cấp xã", None, None),
    ("province", "Cấp tỉnh", None, None),
    ("land_office", "Chi nhánh Văn phòng đăng ký đất đai", None, None),
    ("police", "Công an cấp xã", None, None),
    ("insurance", "Bảo hiểm xã hội", None, None),
    ("tax", "Cơ quan thuế", None, None),
    ("district", "Cấp huyện", DISTRICTS_ENDED, "commune"),
)


def upgrade() -> None:
    op.create_table('procedure_field',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_procedure_field')),
    sa.UniqueConstraint('name', name=op.f('uq_procedure_field_name'))
    )
    op.create_table('procedure_level',
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('successor_code', sa.String(length=20), nullable=True),
    sa.CheckConstraint('valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from', name=op.f('ck_procedure_level_validity')),
    sa.ForeignKeyConstraint(['successor_code'], ['procedure_level.code'], name=op.f('fk_procedure_level_successor_code')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_procedure_level'))
    )
    op.create_table('procedure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('is_national', sa.Boolean(), nullable=False),
    sa.Column('field_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['field_id'], ['procedure_field.id'], name=op.f('fk_procedure_field_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_procedure')),
    sa.UniqueConstraint('code', name=op.f('uq_procedure_code'))
    )
    with op.batch_alter_table('procedure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_procedure_field_id'), ['field_id'], unique=False)

    op.create_table('procedure_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('procedure_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=500), nullable=False),
    sa.Column('folded', sa.String(length=600), nullable=False),
    sa.Column('level_code', sa.String(length=20), nullable=False),
    sa.Column('online', sa.String(length=8), nullable=False),
    sa.Column('result', sa.String(length=500), nullable=False),
    sa.Column('ground', sa.String(length=500), nullable=False),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.Column('limit_certainty', sa.String(length=8), nullable=False),
    sa.Column('fee_certainty', sa.String(length=8), nullable=False),
    sa.Column('paper_certainty', sa.String(length=8), nullable=False),
    sa.Column('step_certainty', sa.String(length=8), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('ending', sa.String(length=300), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('published_at IS NOT NULL OR valid_to IS NULL', name=op.f('ck_procedure_version_ends')),
    sa.CheckConstraint('published_at IS NULL OR valid_from IS NOT NULL', name=op.f('ck_procedure_version_begins')),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= valid_from', name=op.f('ck_procedure_version_validity')),
    sa.ForeignKeyConstraint(['level_code'], ['procedure_level.code'], name=op.f('fk_procedure_version_level_code')),
    sa.ForeignKeyConstraint(['procedure_id'], ['procedure.id'], name=op.f('fk_procedure_version_procedure_id')),
    sa.ForeignKeyConstraint(['published_by_id'], ['person.id'], name=op.f('fk_procedure_version_published_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_procedure_version')),
    sa.UniqueConstraint('procedure_id', 'number', name=op.f('uq_procedure_version_procedure_id_number'))
    )
    with op.batch_alter_table('procedure_version', schema=None) as batch_op:
        batch_op.create_index('ix_procedure_version_draft', ['procedure_id'], unique=True, sqlite_where=sa.text('published_at IS NULL'), postgresql_where=sa.text('published_at IS NULL'))
        batch_op.create_index('ix_procedure_version_valid', ['valid_from', 'valid_to'], unique=False)

    op.create_table('fee_exemption',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('group_name', sa.String(length=300), nullable=False),
    sa.Column('percent', sa.Integer(), nullable=False),
    sa.Column('ground', sa.String(length=300), nullable=False),
    sa.CheckConstraint('percent BETWEEN 1 AND 100', name=op.f('ck_fee_exemption_percent')),
    sa.ForeignKeyConstraint(['version_id'], ['procedure_version.id'], name=op.f('fk_fee_exemption_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fee_exemption'))
    )
    with op.batch_alter_table('fee_exemption', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fee_exemption_version_id'), ['version_id'], unique=False)

    op.create_table('procedure_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('role', sa.String(length=10), nullable=False),
    sa.Column('unit', sa.String(length=200), nullable=False),
    sa.Column('level_code', sa.String(length=20), nullable=True),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('pause', sa.String(length=10), nullable=False),
    sa.CheckConstraint('minutes >= 0', name=op.f('ck_procedure_step_minutes')),
    sa.ForeignKeyConstraint(['level_code'], ['procedure_level.code'], name=op.f('fk_procedure_step_level_code')),
    sa.ForeignKeyConstraint(['version_id'], ['procedure_version.id'], name=op.f('fk_procedure_step_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_procedure_step')),
    sa.UniqueConstraint('version_id', 'place', name=op.f('uq_procedure_step_version_id_place'))
    )
    op.create_table('procedure_template',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['procedure_version.id'], name=op.f('fk_procedure_template_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_procedure_template'))
    )
    with op.batch_alter_table('procedure_template', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_procedure_template_version_id'), ['version_id'], unique=False)

    op.create_table('procedure_variant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('counter_limit', sa.String(length=40), nullable=False),
    sa.Column('online_limit', sa.String(length=40), nullable=False),
    sa.Column('post_limit', sa.String(length=40), nullable=False),
    sa.Column('extension', sa.String(length=40), nullable=False),
    sa.Column('extension_reason', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['procedure_version.id'], name=op.f('fk_procedure_variant_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_procedure_variant')),
    sa.UniqueConstraint('version_id', 'name', name=op.f('uq_procedure_variant_version_id_name'))
    )
    with op.batch_alter_table('procedure_variant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_procedure_variant_version_id'), ['version_id'], unique=False)

    op.create_table('procedure_fee',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('variant_id', sa.Integer(), nullable=True),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('counter_amount', sa.Integer(), nullable=True),
    sa.Column('online_amount', sa.Integer(), nullable=True),
    sa.Column('post_amount', sa.Integer(), nullable=True),
    sa.Column('unit', sa.String(length=60), nullable=False),
    sa.Column('most', sa.Integer(), nullable=True),
    sa.Column('timing', sa.String(length=10), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.ForeignKeyConstraint(['variant_id'], ['procedure_variant.id'], name=op.f('fk_procedure_fee_variant_id')),
    sa.ForeignKeyConstraint(['version_id'], ['procedure_version.id'], name=op.f('fk_procedure_fee_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_procedure_fee'))
    )
    with op.batch_alter_table('procedure_fee', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_procedure_fee_version_id'), ['version_id'], unique=False)

    op.create_table('procedure_paper',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('variant_id', sa.Integer(), nullable=True),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=500), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('originals', sa.Integer(), nullable=False),
    sa.Column('copies', sa.Integer(), nullable=False),
    sa.Column('electronic', sa.Integer(), nullable=False),
    sa.Column('is_required', sa.Boolean(), nullable=False),
    sa.Column('condition', sa.String(length=300), nullable=False),
    sa.Column('is_reusable', sa.Boolean(), nullable=False),
    sa.Column('form_code', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['variant_id'], ['procedure_variant.id'], name=op.f('fk_procedure_paper_variant_id')),
    sa.ForeignKeyConstraint(['version_id'], ['procedure_version.id'], name=op.f('fk_procedure_paper_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_procedure_paper'))
    )
    with op.batch_alter_table('procedure_paper', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_procedure_paper_version_id'), ['version_id'], unique=False)

    op.create_table('brought_catalogue',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('brought_by_id', sa.Integer(), nullable=False),
    sa.Column('brought_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['brought_by_id'], ['person.id'], name=op.f('fk_brought_catalogue_brought_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_brought_catalogue'))
    )
    with op.batch_alter_table('brought_catalogue', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_brought_catalogue_brought_by_id'), ['brought_by_id'], unique=False)

    level = sa.table(
        "procedure_level",
        sa.column("code"), sa.column("name"), sa.column("position"),
        sa.column("valid_to", sa.Date()), sa.column("successor_code"),
    )
    for position, (code, name, valid_to, successor) in enumerate(LEVELS):
        values = {"code": code, "name": name, "position": position, "valid_to": valid_to}
        op.execute(level.insert().values(**values, successor_code=successor))
    for permission, roles in GIVEN.items():
        among = ", ".join(f"'{role}'" for role in roles)
        op.execute(
            "INSERT INTO role_permission (role_code, permission)"
            f" SELECT code, '{permission}' FROM role WHERE code IN ({among})"
        )


def downgrade() -> None:
    op.execute("DELETE FROM role_permission WHERE permission IN ('procedures.read', 'procedures.manage')")
    with op.batch_alter_table('brought_catalogue', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_brought_catalogue_brought_by_id'))

    op.drop_table('brought_catalogue')
    with op.batch_alter_table('procedure_paper', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_procedure_paper_version_id'))

    op.drop_table('procedure_paper')
    with op.batch_alter_table('procedure_fee', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_procedure_fee_version_id'))

    op.drop_table('procedure_fee')
    with op.batch_alter_table('procedure_variant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_procedure_variant_version_id'))

    op.drop_table('procedure_variant')
    with op.batch_alter_table('procedure_template', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_procedure_template_version_id'))

    op.drop_table('procedure_template')
    op.drop_table('procedure_step')
    with op.batch_alter_table('fee_exemption', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_fee_exemption_version_id'))

    op.drop_table('fee_exemption')
    with op.batch_alter_table('procedure_version', schema=None) as batch_op:
        batch_op.drop_index('ix_procedure_version_valid')
        batch_op.drop_index('ix_procedure_version_draft', sqlite_where=sa.text('published_at IS NULL'), postgresql_where=sa.text('published_at IS NULL'))

    op.drop_table('procedure_version')
    with op.batch_alter_table('procedure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_procedure_field_id'))

    op.drop_table('procedure')
    op.drop_table('procedure_level')
    op.drop_table('procedure_field')
