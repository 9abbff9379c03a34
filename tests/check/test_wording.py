"""What the person reads: how soon and whom first, help at once in an emergency, and the honest end."""

from typing import Any

import pytest
from tests.check.cases import EXAMINED, PICTURES, calm, taking

from untwitch.check.verdict import verdict
from untwitch.check.wording import first_line, said
from untwitch.knowledge.emergency_number import NOWHERE, number_for

GB = number_for("GB")


def lines(asked_for: str = "self", **changes: Any) -> list[str]:
    return list(said(verdict(calm(**changes)), numbers=GB, asked_for=asked_for))


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"fainted": True}, "Get help now: ambulance or emergency department."),
        ({"one_calf_swollen_hot": True}, "Speak to a doctor, today."),
        ({"muscle_thinning": True}, "Speak to a doctor, within two weeks."),
        (PICTURES["R04"], "Speak to a pharmacist, or who prescribed it, within two weeks."),
        ({"twitch_since_days": 20}, "Speak to a doctor, within some weeks."),
        ({}, "You can look after this at home for now: no visit needed."),
        (
            {**EXAMINED, "fears_serious_illness": True},
            "You can look after this at home for now. Talking therapy can help, within some weeks.",
        ),
    ],
)
def test_the_first_line_says_how_soon_and_whom(changes: dict[str, Any], line: str) -> None:
    assert first_line(verdict(calm(**changes))) == line
    assert lines(**changes)[0] == line


def test_an_emergency_shows_the_number_of_the_country_in_the_second_line() -> None:
    assert lines(fainted=True)[1] == "  Emergency number (United Kingdom): 999 or 112"
    nowhere = list(said(verdict(calm(fainted=True)), numbers=NOWHERE))
    assert nowhere[1] == "  Emergency number: 112, in North America 911"
    assert "--country" in nowhere[2]


def test_the_crisis_and_the_poison_line_stand_where_they_help() -> None:
    assert "  Crisis line, at any hour: 116 123" in lines(**PICTURES["E17"])
    assert "  Crisis line, at any hour: 116 123" in lines(suicidal_thoughts="thoughts_no_plan")
    assert "  Poison line: 111" in lines(**PICTURES["E11"])
    assert not any("Poison" in line or "Crisis" in line for line in lines(fainted=True))
    assert not any("Emergency number" in line for line in lines())


def test_every_answer_ends_with_what_it_is_not() -> None:
    for picture in PICTURES.values():
        assert lines(**picture)[-1] == "No clinician has reviewed this. It is no diagnosis."


def test_open_questions_are_asked_in_the_words_for_whom() -> None:
    assert "- Thoughts of ending your life?" in lines(suicidal_thoughts=None)
    assert "- Does your child talk of ending their life?" in lines("my_child", suicidal_thoughts=None)
    assert "- Fainted or collapsed in this illness?" in lines(fainted=None)
    assert not any("Still open" in line for line in lines())


def test_what_the_movement_looks_like_is_told_where_it_is_safe() -> None:
    assert "- It looks like a regular shaking rather than a twitch." in lines(
        movement_kind="rhythmic_shaking"
    )


def test_causes_stand_on_one_plain_ladder() -> None:
    found = lines(stress_0_10=5, caffeine_24h_mg=450, sleep_mean_7d_h=4)
    assert "- short sleep: possible, strongly (4 h of sleep a night; 7 h or more is advised)" in found
    assert "- caffeine: possible, clearly (450 mg of caffeine in the last 24 hours)" in found
    assert "- stress: possible, a little (stress 5 of 10)" in found


def test_more_than_seven_steps_stand_under_also() -> None:
    found = lines(stress_0_10=7, sleep_mean_7d_h=5, caffeine_24h_mg=450, medicines=taking("salbutamol"))
    assert found.index("Also:") > found.index("What to do:") + 7
