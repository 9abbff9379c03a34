"""Which browsers may use the app: paired once, listed, taken off."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from untwitch.actions.session import Session
from untwitch.facts.device import Device
from untwitch.facts.plain_text import checked_text
from untwitch.record import lock
from untwitch.record.record import Record

LONGEST_NAME = 80
SECRET_BYTES = 32


def new_secret() -> str:
    """Gives a word of 256 random bits that can stand in an address."""
    return secrets.token_urlsafe(SECRET_BYTES)


def pair(session: Session, name: str) -> tuple[Device, str]:
    """Pairs a browser.

    Args:
        session: Place and moment.
        name: What it is called in the list.

    Returns:
        The browser, and the secret that it shows from now on; the secret is not kept here.
    """
    secret = new_secret()
    shown = checked_text(name.strip()[:LONGEST_NAME] or "a browser", what="the name", longest=LONGEST_NAME)
    with _record(session) as record:
        return record.add_device(shown, secret), secret


def device_of(session: Session, secret: str) -> Device | None:
    """Gives the paired browser that shows a secret, or None for a stranger."""
    with _record(session) as record:
        return record.device_of(secret)


def devices(session: Session) -> tuple[Device, ...]:
    """Gives every paired browser, the newest first."""
    with _record(session) as record:
        return record.devices()


def revoke(session: Session, device_id: str) -> None:
    """Takes a browser off the list; from now on it is a stranger.

    Raises:
        Refused: There is no such browser.
    """
    with _record(session) as record:
        record.remove_device(device_id)


def was_revoked(session: Session, secret: str) -> bool:
    """Says whether the browser that shows a secret was taken off the list, and so should forget it all.

    Args:
        session: Place and moment.
        secret: What the browser shows.
    """
    with _record(session) as record:
        return record.was_revoked(secret)


@contextmanager
def serving(session: Session) -> Iterator[None]:
    """Makes the record ready, and keeps migrations away from it while the app runs.

    Raises:
        Refused: The record cannot be opened, or it is being migrated.
    """
    with _record(session):
        pass
    with lock.shared(lock.server_lock(session.record_path), gives_way=True):
        yield


def _record(session: Session) -> Record:
    return Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device)
