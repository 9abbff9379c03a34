"""What the diary shows opens its own question, once, and says why."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest

from untwitch.actions.check_openings import Opening, openings
from untwitch.facts.history import History
from untwitch.facts.instant import Instant
from untwitch.facts.person import Person
from untwitch.facts.symptom import Symptom
from untwitch.facts.twitch import Twitch
from untwitch.facts.watch import Watch

ME = Person(str(UUID(int=1, version=4)), "me")
DAY_MS = 86_400_000
NOW = Instant(1_767_873_600_000, "UTC")  # Thursday, 8 January 2026, 12:00


def identity(number: int) -> str:
    return str(UUID(int=number, version=4))


def ago(days: float) -> Instant:
    return Instant(NOW.utc_ms - round(days * DAY_MS), "UTC")


def twitches(*days: float, site: str | None = "calf_left", **more: Any) -> tuple[Twitch, ...]:
    return tuple(Twitch(identity(round(each * 100) + 1), ago(each), site=site, **more) for each in days)


def opened(*, asked: tuple[str, ...] = (), **parts: Any) -> tuple[Opening, ...]:
    return openings(History(ME, **parts), now=NOW, asked=asked)


def test_a_record_with_nothing_of_note_opens_nothing() -> None:
    assert opened() == ()
    assert opened(twitches=twitches(0, 3, 13)) == ()


def test_fourteen_days_at_one_site_open_the_question_since_when() -> None:
    (found,) = opened(twitches=twitches(0, 7, 14))
    assert found.fact == "twitch_since_days"
    assert found.reason == "Your diary has twitches at one place (left calf) since 25 December 2025."
    assert opened(twitches=twitches(0, 7, 14), asked=(found.id,)) == ()
    (longer,) = opened(twitches=twitches(0, 7, 14, 20), asked=(found.id,))
    assert longer.id != found.id


@pytest.mark.parametrize(
    "seen",
    [
        twitches(8, 14, 22),
        twitches(0, 15, 30),
        twitches(0, 14, site=None),
        twitches(0, 14, instrument="emg"),
        (*twitches(0, 5), *twitches(14, site="calf_right")),
    ],
    ids=["it is over", "with a pause", "without a place", "found by an instrument", "at two places"],
)
def test_what_is_no_lasting_at_one_site_opens_nothing(seen: tuple[Twitch, ...]) -> None:
    assert opened(twitches=seen) == ()


@pytest.mark.parametrize(
    ("kind", "fact"),
    [("weakness_noticed", "weakness"), ("pain", "pain_severity_0_10"), ("stiffness", "muscle_stiffness")],
)
def test_a_symptom_of_the_last_week_opens_its_question_once(kind: str, fact: str) -> None:
    noticed = Symptom(identity(5), kind, ago(7), site="hand_left")
    (found,) = opened(symptoms=(noticed,))
    assert (found.id, found.fact) == (f"felt {identity(5)}", fact)
    assert "On 1 January 2026 your diary names" in found.reason
    assert found.reason.endswith("(left hand).")
    assert opened(symptoms=(noticed,), asked=(found.id,)) == ()
    again = Symptom(identity(6), kind, ago(1))
    (newer,) = opened(symptoms=(noticed, again), asked=(found.id,))
    assert newer.id == f"felt {identity(6)}"
    assert "(" not in newer.reason
    assert [each.id for each in opened(symptoms=(noticed, again))] == [newer.id]


def test_older_and_other_symptoms_open_nothing() -> None:
    other = (
        Symptom(identity(1), "weakness_noticed", ago(8)),
        Symptom(identity(2), "tiredness", ago(1)),
        Symptom(identity(3), "pain", ago(-1)),
    )
    assert opened(symptoms=other) == ()


@pytest.mark.parametrize(
    ("before", "lately", "is_rising"), [(3, 5, True), (3, 4.9, False), (5, 3, False), (0, 10, True)]
)
def test_a_rise_of_two_points_from_week_to_week_opens_the_question_of_the_trend(
    before: float, lately: float, is_rising: object
) -> None:
    rated = (
        *twitches(7.5, 9, 13, strength_0_10=before, site=None),
        *twitches(0, 2, 6, strength_0_10=lately, site=None),
    )
    assert (len(opened(twitches=rated)) == 1) is is_rising
    days = [(7.5, before), (9, before), (13, before), (0, lately), (2, lately), (6, lately)]
    evenings = tuple(
        Watch(identity(number), ago(day + 0.4), ago(day), bother_0_10=value)
        for number, (day, value) in enumerate(days, start=1)
    )
    assert (len(opened(watches=evenings)) == 1) is is_rising


def test_a_rise_says_both_weeks_and_is_asked_once_a_week() -> None:
    strong: dict[str, Any] = {"strength_0_10": 6.0, "bother_0_10": 6.0, "site": None}
    mild: dict[str, Any] = {"strength_0_10": 3.0, "bother_0_10": 2.0, "site": None}
    rated = (*twitches(8, 9, 10, **mild), *twitches(0, 1, 2, **strong))
    (found,) = opened(twitches=rated)
    assert found.fact == "twitch_trend"
    assert found.reason == (
        "Your diary rates how strong they are at 6 of 10 in the last 7 days, and at 3 in the 7 days before."
    )
    assert found.id == f"rising {dt.date(2026, 1, 5)}"
    assert opened(twitches=rated, asked=(found.id,)) == ()
    assert opened(twitches=rated[1:]) == ()
    assert opened(twitches=rated[:-1]) == ()
    assert (
        opened(twitches=tuple(Twitch(x.id, x.start, instrument="emg", strength_0_10=9) for x in rated)) == ()
    )


def test_what_can_be_most_urgent_is_asked_first() -> None:
    felt = tuple(
        Symptom(identity(number), kind, ago(number))
        for number, kind in enumerate(["stiffness", "pain", "weakness_noticed"], start=1)
    )
    assert [each.fact for each in opened(symptoms=felt, twitches=twitches(0, 7, 14))] == [
        "weakness",
        "pain_severity_0_10",
        "muscle_stiffness",
        "twitch_since_days",
    ]
