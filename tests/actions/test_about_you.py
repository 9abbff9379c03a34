"""What a person tells about themselves is kept, shown with its days, and taken out again."""

from pathlib import Path

import pytest

from untwitch.actions.about_you import KINDS, about_you, set_check, take_out, tell
from untwitch.actions.log import undo
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant
from untwitch.facts.person import PERSON_FACTS
from untwitch.facts.refused import Refused


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=Instant(1_773_171_000_000, "Europe/Berlin"))


def words(session: Session, kind: str) -> list[tuple[str, str]]:
    return [(each.words, each.days) for each in about_you(session).lines[kind]]


def test_each_kind_is_shown_with_its_days(session: Session) -> None:
    tell(session, kind="person", words="birth year 1980", days={"from": " "})
    tell(session, kind="person", words="body_mass_kg 154lb", days={"from": "2026-01-01"})
    tell(
        session, kind="medicine", words="sertraline", days={"started": "2025-02-01", "changed": "2025-03-01"}
    )
    tell(session, kind="condition", words="migraine", days={"from": "2020-01-01", "to": "2021-01-01"})
    said = tell(session, kind="stay", words="Asia/Tokyo", days={"from": "2026-02-01"})
    assert "Asia/Tokyo" in said
    assert words(session, "person_fact") == [
        ("Birth year: 1980", ""),
        ("Weight: 69.8532 kg", "from 2026-01-01"),
    ]
    assert words(session, "medicine") == [("sertraline, dose changed 2025-03-01", "from 2025-02-01")]
    assert words(session, "condition") == [("migraine", "from 2020-01-01 to 2021-01-01")]
    assert words(session, "stay") == [("Asia/Tokyo", "from 2026-02-01")]


def test_a_thing_is_taken_out_and_comes_back(session: Session) -> None:
    tell(session, kind="person", words="sex female", days={})
    (line,) = about_you(session).lines["person_fact"]
    take_out(session, entity=line.entity, entity_id=line.id)
    assert words(session, "person_fact") == []
    undo(session)
    assert words(session, "person_fact") == [("Sex: female", "")]
    for wrong in (("twitch", line.id), ("person_fact", "x")):
        with pytest.raises(Refused):
            take_out(session, entity=wrong[0], entity_id=wrong[1])


@pytest.mark.parametrize(
    ("kind", "what"),
    [("twitch", "x"), ("person", "new Eve"), ("person", "sex purple"), *((kind, " ") for kind in KINDS)],
)
def test_what_cannot_be_kept_is_said(session: Session, kind: str, what: str) -> None:
    with pytest.raises(Refused):
        tell(session, kind=kind, words=what, days={})


def test_country_and_mode_are_set_and_an_empty_country_stays(session: Session) -> None:
    assert (about_you(session).country, about_you(session).mode) == ("", "personal")
    set_check(session, country="uk", mode="list")
    set_check(session, country="", mode="list")
    assert (about_you(session).country, about_you(session).mode) == ("GB", "list")
    with pytest.raises(Refused):
        set_check(session, country="", mode="loud")


def test_every_fact_of_a_person_can_be_told() -> None:
    from untwitch.actions.about_you import CHOICES, WORDS  # noqa: PLC0415 - named beside what they must hold

    assert set(CHOICES) == set(WORDS) == set(PERSON_FACTS)
