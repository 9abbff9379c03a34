"""What the tables of the record are made of: keys, instants, notes, and tables of entries."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)

UUID_LENGTH = 36


def of_person() -> "Column[int]":
    """Gives the column that says whose a row is."""
    return Column("person_id", Integer, ForeignKey("person.person_id"), nullable=False)


def instant(name: str) -> tuple["Column[int]", "Column[str]", "Column[str]"]:
    """Gives the three columns of an instant: when, where lived, how the zone is known."""
    return (
        Column(f"{name}_ms", BigInteger, nullable=False),
        Column(f"{name}_zone", Text, nullable=False),
        Column(f"{name}_zone_known_by", Text, nullable=False),
    )


def entry(name: str, *columns: "Column[Any]") -> Table:
    """Gives a table of entries: rows that a person typed or an import brought, never changed."""
    return Table(
        name,
        METADATA,
        of_person(),
        Column("id", String(UUID_LENGTH), nullable=False),
        *columns,
        PrimaryKeyConstraint("person_id", "id"),
        sqlite_with_rowid=False,
    )


def note() -> "Column[str]":
    """Gives the column of a person's own words."""
    return Column("note", Text, nullable=False)
