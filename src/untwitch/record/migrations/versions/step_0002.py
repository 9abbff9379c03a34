"""The app: browsers that were paired, and photos or clips beside an entry."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Adds the tables of the app."""
    op.create_table(
        "paired_device",
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("secret_sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("paired_ms", sa.BigInteger(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.Column("revoked_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("device_id", name="pk_paired_device"),
        sa.UniqueConstraint("secret_sha256", name="uq_paired_device_secret_sha256"),
    )
    op.create_table(
        "attachment",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.String(length=36), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("added_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name="fk_attachment_person"),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_attachment"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "attachment_part",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "id"],
            ["attachment.person_id", "attachment.id"],
            name="fk_attachment_part_attachment",
        ),
        sa.PrimaryKeyConstraint("person_id", "id", "number", name="pk_attachment_part"),
    )
