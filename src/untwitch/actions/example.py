"""A made-up person to look around with, in a home of their own, made anew each time it is opened."""

import dataclasses
import datetime as dt
import shutil

from untwitch.actions.session import Session
from untwitch.facts.refused import Refused

FOLDER = "example-person"
DAYS = 90
SEED = 1
_MARK = "made-up.txt"


def open_example(session: Session) -> Session:
    """Makes the example person anew, up to yesterday, and gives their session.

    Args:
        session: Place and moment; its own record is not opened.

    Raises:
        Refused: There is a folder of that name that holds something else.
    """
    from untwitch.actions.demo import keep_facts  # noqa: PLC0415 - every other visit does without it
    from untwitch.simulate.person import simulate  # noqa: PLC0415 - same

    close_example(session)
    first_day = session.now.local_day() - dt.timedelta(days=DAYS)
    made = simulate(SEED, days=DAYS, first_day=first_day, zone=session.now.zone)
    example = _example(session)
    if example.home.exists():
        raise Refused(f"{example.home} holds something else; the example person needs that name")
    example.home.mkdir(parents=True)
    (example.home / _MARK).write_text("A made-up person. This folder may be deleted.\n", encoding="utf-8")
    keep_facts(made.history, example)
    return example


def example_of(session: Session) -> Session | None:
    """Gives the session of the example person, or None where nobody has opened it.

    Args:
        session: Place and moment.
    """
    example = _example(session)
    return example if (example.home / _MARK).exists() else None


def close_example(session: Session) -> None:
    """Takes the example person away, with all that was tried on them.

    Args:
        session: Place.
    """
    if example_of(session) is not None:
        shutil.rmtree(session.home / FOLDER, ignore_errors=True)


def _example(session: Session) -> Session:
    return dataclasses.replace(session, home=session.home / FOLDER, person_name=None)
