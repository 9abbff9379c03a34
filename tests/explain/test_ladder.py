"""One ladder, five rungs."""

import pytest

from untwitch.explain.ladder import EVIDENCE, LADDER, words
from untwitch.facts.refused import Refused


@pytest.mark.parametrize(
    ("verdict", "evidence", "rung"),
    [
        ("cannot_tell", "none", "not enough yet"),
        ("unlikely", "none", "no sign of it"),
        ("possible", "associated", "possible"),
        ("likely", "associated", "goes with your twitches"),
        ("likely", "tested_in_you", "tested in you"),
        ("possible", "tested_in_you", "tested in you"),
        ("unlikely", "tested_in_you", "no sign of it"),
        ("cannot_tell", "tested_in_you", "not enough yet"),
    ],
)
def test_a_verdict_and_its_evidence_stand_on_one_rung(verdict: str, evidence: str, rung: str) -> None:
    assert words(verdict, evidence) == rung
    assert rung in LADDER
    assert evidence in EVIDENCE


def test_a_verdict_that_is_none_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused, match=r"'likly'.*nearest: likely"):
        words("likly", "none")


def test_evidence_that_is_none_is_refused() -> None:
    with pytest.raises(Refused, match="'proven' is not known"):
        words("likely", "proven")
