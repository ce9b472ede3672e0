"""Urgent messages that climb until somebody confirms, the duty roster, and who may use them"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0037"
down_revision: str | None = "0036"
branch_labels: Any = None
depends_on: Any = None

GIVEN = {"urgent.send": ("clerk", "leader", "unit_head"), "urgent.keep": ("clerk", "leader")}


def upgrade() -> None:
    op.create_table('urgent_guess',
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.Column('misses', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('source', name=op.f('pk_urgent_guess'))
    )
    with op.batch_alter_table('urgent_guess', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_urgent_guess_since'), ['since'], unique=False)

    op.create_table('duty_shift',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('shift', sa.String(length=5), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("shift IN ('day', 'night')", name=op.f('ck_duty_shift_shift')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_duty_shift_agency_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_duty_shift_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_shift')),
    sa.UniqueConstraint('agency_id', 'day', 'shift', name=op.f('uq_duty_shift_agency_id_day_shift'))
    )
    op.create_table('urgent_alert',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('urgency', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('accented', sa.Boolean(), nullable=False),
    sa.Column('sent_by_id', sa.Integer(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recalled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_urgent_alert_agency_id')),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_urgent_alert_record_id')),
    sa.ForeignKeyConstraint(['sent_by_id'], ['person.id'], name=op.f('fk_urgent_alert_sent_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_urgent_alert')),
    sa.UniqueConstraint('key', name=op.f('uq_urgent_alert_key'))
    )
    with op.batch_alter_table('urgent_alert', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_urgent_alert_agency_id'), ['agency_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_urgent_alert_record_id'), ['record_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_urgent_alert_sent_at'), ['sent_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_urgent_alert_sent_by_id'), ['sent_by_id'], unique=False)

    op.create_table('urgent_target',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('recipient_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('next_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('calling_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_how', sa.String(length=8), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_why', sa.String(length=12), nullable=False),
    sa.CheckConstraint("(state = 'climbing') = (next_at IS NOT NULL)", name=op.f('ck_urgent_target_climbs_until')),
    sa.CheckConstraint("(state = 'confirmed') = (confirmed_at IS NOT NULL)", name=op.f('ck_urgent_target_confirmed_at')),
    sa.CheckConstraint("state IN ('climbing', 'calling', 'confirmed', 'ended')", name=op.f('ck_urgent_target_state')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_urgent_target_agency_id')),
    sa.ForeignKeyConstraint(['alert_id'], ['urgent_alert.id'], name=op.f('fk_urgent_target_alert_id')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['person.id'], name=op.f('fk_urgent_target_confirmed_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_urgent_target_person_id')),
    sa.ForeignKeyConstraint(['recipient_id'], ['recipient.id'], name=op.f('fk_urgent_target_recipient_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_urgent_target_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_urgent_target')),
    sa.UniqueConstraint('alert_id', 'source', name=op.f('uq_urgent_target_alert_id_source'))
    )
    with op.batch_alter_table('urgent_target', schema=None) as batch_op:
        batch_op.create_index('ix_urgent_target_due', ['state', 'next_at'], unique=False)
        batch_op.create_index('ix_urgent_target_source', ['source'], unique=False)

    op.create_table('urgent_call',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('target_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=8), nullable=False),
    sa.Column('called_by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("outcome IN ('reached', 'silent', 'wrong')", name=op.f('ck_urgent_call_outcome')),
    sa.ForeignKeyConstraint(['called_by_id'], ['person.id'], name=op.f('fk_urgent_call_called_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_urgent_call_person_id')),
    sa.ForeignKeyConstraint(['target_id'], ['urgent_target.id'], name=op.f('fk_urgent_call_target_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_urgent_call'))
    )
    with op.batch_alter_table('urgent_call', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_urgent_call_target_id'), ['target_id'], unique=False)

    op.create_table('urgent_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('target_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=8), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('skipped', sa.String(length=10), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('link_hash', sa.String(length=64), nullable=True),
    sa.Column('reply_code', sa.String(length=6), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_how', sa.String(length=8), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_urgent_step_person_id')),
    sa.ForeignKeyConstraint(['target_id'], ['urgent_target.id'], name=op.f('fk_urgent_step_target_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_urgent_step')),
    sa.UniqueConstraint('link_hash', name=op.f('uq_urgent_step_link_hash')),
    sa.UniqueConstraint('target_id', 'step', 'person_id', name=op.f('uq_urgent_step_target_id_step_person_id'))
    )
    with op.batch_alter_table('urgent_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_urgent_step_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_urgent_step_phone'), ['phone'], unique=False)
        batch_op.create_index(batch_op.f('ix_urgent_step_target_id'), ['target_id'], unique=False)


    for permission, roles in GIVEN.items():
        among = ", ".join(f"'{role}'" for role in roles)
        op.execute(
            "INSERT INTO role_permission (role_code, permission)"
            f" SELECT code, '{permission}' FROM role WHERE code IN ({among})"
        )


def downgrade() -> None:
    op.execute("DELETE FROM role_permission WHERE permission IN ('urgent.send', 'urgent.keep')")
    with op.batch_alter_table('urgent_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_urgent_step_target_id'))
        batch_op.drop_index(batch_op.f('ix_urgent_step_phone'))
        batch_op.drop_index(batch_op.f('ix_urgent_step_person_id'))

    op.drop_table('urgent_step')
    with op.batch_alter_table('urgent_call', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_urgent_call_target_id'))

    op.drop_table('urgent_call')
    with op.batch_alter_table('urgent_target', schema=None) as batch_op:
        batch_op.drop_index('ix_urgent_target_source')
        batch_op.drop_index('ix_urgent_target_due')

    op.drop_table('urgent_target')
    with op.batch_alter_table('urgent_alert', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_urgent_alert_sent_by_id'))
        batch_op.drop_index(batch_op.f('ix_urgent_alert_sent_at'))
        batch_op.drop_index(batch_op.f('ix_urgent_alert_record_id'))
        batch_op.drop_index(batch_op.f('ix_urgent_alert_agency_id'))

    op.drop_table('urgent_alert')
    op.drop_table('duty_shift')
    with op.batch_alter_table('urgent_guess', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_urgent_guess_since'))

    op.drop_table('urgent_guess')
