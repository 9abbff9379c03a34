"""The present twitching began after the last long pause; a record that says nothing tells nothing."""

import datetime as dt

from untwitch.actions.check_known import FromRecord, beginning

TODAY = dt.date(2026, 1, 8)


def day(ago: int) -> dt.date:
    return TODAY - dt.timedelta(days=ago)


def test_the_twitching_began_after_the_last_pause_of_more_than_14_days() -> None:
    assert beginning([day(0), day(14), day(28), day(43)], TODAY) == day(28)
    assert beginning([day(15)], TODAY) is None
    assert beginning([day(-1)], TODAY) is None
    assert beginning([], TODAY) is None


def test_a_record_that_says_nothing_tells_nothing() -> None:
    assert FromRecord().told == {}
    assert FromRecord().own_load_au is None
