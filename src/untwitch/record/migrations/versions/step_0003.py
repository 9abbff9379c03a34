"""Recordings: what each came to, and what a person marked in it by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds the tables of recordings."""
    op.create_table(
        "recording",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("start_ms", sa.BigInteger(), nullable=False),
        sa.Column("start_zone", sa.Text(), nullable=False),
        sa.Column("start_zone_known_by", sa.Text(), nullable=False),
        sa.Column("end_ms", sa.BigInteger(), nullable=False),
        sa.Column("end_zone", sa.Text(), nullable=False),
        sa.Column("end_zone_known_by", sa.Text(), nullable=False),
        sa.Column("sensor", sa.Text(), nullable=False),
        sa.Column("instrument", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("analysed_s", sa.Double(), nullable=False),
        sa.Column("count_expected", sa.Double(), nullable=True),
        sa.Column("count_low", sa.Double(), nullable=True),
        sa.Column("count_high", sa.Double(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name="fk_recording_person"),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_recording"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mark",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("recording_id", sa.String(length=36), nullable=False),
        sa.Column("time_s", sa.Double(), nullable=False),
        sa.Column("is_twitch", sa.Boolean(), nullable=False),
        sa.Column("instead_of", sa.Double(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name="fk_mark_person"),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_mark"),
        sqlite_with_rowid=False,
    )
