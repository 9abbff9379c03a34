"""The list is the same for everybody; beside it stand the own answers, and no result."""

import json
from typing import Any

from hypothesis import given, settings
from tests.check.cases import PICTURES, calm, random_facts, taking

from untwitch.check.listed import NO_RESULT, listed
from untwitch.check.verdict import verdict
from untwitch.check.wording import first_line
from untwitch.knowledge.emergency_number import NOWHERE, number_for
from untwitch.knowledge.red_flag import red_flags

GB = number_for("GB")
OWN = "What you answered, apart from no:"


def lines(facts: dict[str, Any]) -> list[str]:
    return list(listed(facts, numbers=GB))


def parts(facts: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Gives the own answers, and everything else."""
    found = lines(facts)
    begin = found.index(OWN) + 1
    end = found.index("", begin)
    return found[begin:end], found[:begin] + found[end:]


@given(random_facts())
@settings(max_examples=100, deadline=None)
def test_the_list_is_the_same_whatever_was_answered(facts: dict[str, Any]) -> None:
    assert parts(facts)[1] == parts({})[1]


def test_no_line_is_a_result() -> None:
    for picture in PICTURES.values():
        facts = calm(**picture)
        answer = verdict(facts)
        text = "\n".join(lines(facts))
        assert first_line(answer) not in text
        assert all(reason["why_person"] not in text for reason in answer["reasons"])
    assert lines({})[0] == NO_RESULT


def test_every_sign_of_the_rules_stands_in_it_once_the_most_urgent_first() -> None:
    found = parts({})[1]
    for flag in red_flags():
        expected = 0 if flag.id in {"R10", "R13"} else 1
        assert found.count(f"- {flag.sign}") == expected, flag.id
    titles = [line for line in found if line.endswith(":") and not line.startswith("-") and line != OWN]
    assert titles[:3] == [
        "Now, ambulance or emergency department:",
        "A doctor the same day, today:",
        "A doctor, within a few days:",
    ]
    assert titles[-2:] == ["Talking therapy, within some weeks:", "Nobody for now, no visit needed:"]


def test_the_own_answers_stand_beside_it_in_words_without_the_noes() -> None:
    told = calm(fainted=True, weakness="feels_weak", medicines=taking("ramipril"), asked_for="self")
    own = parts(told)[0]
    assert "- Fainted or collapsed in this illness" in own
    assert "- Where does it move: left calf" in own
    assert "- How old are you: 40" in own
    assert any(line.startswith("- A part that is or was weak in daily life") for line in own)
    assert any("ramipril (first dose 2000 days ago)" in line for line in own)
    assert not any("fever" in line.casefold() or line.endswith((": no", ": none")) for line in own)
    assert parts({"fever": False, "medicines": [], "asked_for": "self"})[0] == ["- nothing"]


def test_the_numbers_of_the_country_stand_at_the_top() -> None:
    assert lines({})[1:3] == [
        "Emergency number (United Kingdom): 999 or 112",
        "Crisis line, at any hour: 116 123",
    ]
    assert list(listed({}, numbers=NOWHERE))[1:3] == ["Emergency number: 112, in North America 911", ""]
    assert lines({})[-1] == (
        "No clinician has reviewed this. It is no diagnosis. If you are not sure, ask a doctor."
    )


def test_the_list_tells_nothing_that_the_person_did_not_tell() -> None:
    assert json.dumps(parts({})[0]) == json.dumps(["- nothing"])
