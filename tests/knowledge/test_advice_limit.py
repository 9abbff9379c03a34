"""The limits on advice are read whole or refused with their row."""

import pytest

from untwitch.facts.refused import Refused
from untwitch.knowledge.advice_limit import COLUMNS, advice_limits, parse

HEADER = ",".join(COLUMNS)


def test_every_limit_has_a_reason_and_a_source() -> None:
    limits = advice_limits()
    assert len(limits) == 30
    assert all(limit.why and limit.source for limit in limits)
    assert limits[0].where == "advice_limits.csv line 2 (stop_prescribed_medicine)"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("drink_more,,id,why,source,memory", "line 2: never_when is empty"),
        ("drink_more,always,id,,source,memory", "line 2: why is empty"),
        ("drink_more,always,look,why,source,memory", "checked_by 'look'; it should be id or structure"),
        ("drink_more,always,id,why,source,guess", "basis 'guess'; it should be guidance or memory"),
    ],
)
def test_a_bad_limit_is_refused(row: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse(f"{HEADER}\n{row}")
