"""The browsers that were paired with a home; a secret is kept as its hash only."""

import hashlib

from sqlalchemy import Row, insert, select, update

from untwitch.facts.device import Device
from untwitch.facts.identity import new_id
from untwitch.facts.refused import Refused
from untwitch.record.connection import Database
from untwitch.record.schema import paired_device

SEEN_EVERY_MS = 3_600_000
"""How old the moment of "last seen" may grow before it is written anew."""


def add_device(database: Database, *, name: str, secret: str, now_ms: int) -> Device:
    """Pairs a browser.

    Args:
        database: The record.
        name: What it is called in the list.
        secret: What it will show from now on; only its hash is kept.
        now_ms: The moment.
    """
    made = Device(new_id(), name, now_ms, now_ms)
    row = {
        "device_id": made.device_id,
        "name": name,
        "secret_sha256": _hash(secret),
        "paired_ms": now_ms,
        "seen_ms": now_ms,
    }
    with database.write() as connection:
        connection.execute(insert(paired_device), row)
    return made


def device_of(database: Database, secret: str, *, now_ms: int) -> Device | None:
    """Gives the browser that shows a secret, or None; a moment of "last seen" is kept.

    Args:
        database: The record.
        secret: What the browser showed.
        now_ms: The moment.
    """
    with database.read() as connection:
        row = connection.execute(
            select(paired_device).where(paired_device.c.secret_sha256 == _hash(secret))
        ).one_or_none()
    if row is None or row.revoked_ms is not None:
        return None
    if now_ms - row.seen_ms > SEEN_EVERY_MS:
        with database.write() as connection:
            mine = paired_device.c.device_id == row.device_id
            connection.execute(update(paired_device).where(mine).values(seen_ms=now_ms))
    return _device(row)


def was_revoked(database: Database, secret: str) -> bool:
    """Says whether a browser was taken off the list, which is not so of one that never was on it.

    Args:
        database: The record.
        secret: What the browser showed.
    """
    with database.read() as connection:
        return (
            connection.execute(
                select(paired_device.c.revoked_ms).where(paired_device.c.secret_sha256 == _hash(secret))
            ).scalar()
            is not None
        )


def devices(database: Database) -> tuple[Device, ...]:
    """Gives every paired browser, the newest first."""
    with database.read() as connection:
        rows = connection.execute(
            select(paired_device)
            .where(paired_device.c.revoked_ms.is_(None))
            .order_by(paired_device.c.paired_ms.desc(), paired_device.c.device_id)
        )
        return tuple(_device(row) for row in rows)


def remove_device(database: Database, device_id: str, *, now_ms: int) -> None:
    """Takes a browser off the list; what it shows is worth nothing from now on.

    Args:
        database: The record.
        device_id: Its UUID.
        now_ms: The moment.

    Raises:
        Refused: There is no such browser.
    """
    with database.write() as connection:
        mine = (paired_device.c.device_id == device_id) & paired_device.c.revoked_ms.is_(None)
        gone = connection.execute(update(paired_device).where(mine).values(revoked_ms=now_ms, name=""))
    if not gone.rowcount:
        raise Refused(f"no browser {device_id!r} is paired; untwitch devices list shows them")


def _device(row: "Row[tuple[object, ...]]") -> Device:
    return Device(row.device_id, row.name, row.paired_ms, row.seen_ms)


def _hash(secret: str) -> bytes:
    """A secret is 256 random bits, so that one round of hashing is enough."""
    return hashlib.sha256(secret.encode()).digest()
