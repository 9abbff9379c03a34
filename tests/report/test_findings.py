"""All that a page needs, gathered once."""

import datetime as dt

from tests.report.sample_person import (
    FIRST_DAY,
    about,
    check,
    empty_findings,
    explain,
    findings,
    history,
    own,
)

from untwitch.report.findings import condition_words, dates, find, medicine_words, person_words
from untwitch.report.sheet import OwnWords
from untwitch.timeline.timeline import daily

A_DAY, LATER = dt.date(2024, 5, 1), dt.date(2024, 6, 1)


def test_everything_a_page_needs_is_there() -> None:
    found = findings()
    assert (found.name, found.made_day, found.version) == ("Sam", dt.date(2025, 4, 1), "0.1.0")
    assert found.person == ("birth year: 1980", "sex: female")
    assert (len(found.days), found.days_known) == (90, 86)
    assert found.outcome_words == "twitches"
    assert [each.measure for each in found.logged] == ["sleep_h", "caffeine_mg"]
    assert found.explain == explain()
    assert found.check is not None
    assert found.onset.endswith("as told in the check")
    assert found.course
    assert found.sites[0] == ("left calf", 2)
    assert found.own == own()
    assert found.questions[0] == "May I run?"
    assert len(found.imports) == 1
    assert found.truth is None


def test_nothing_known_is_no_error() -> None:
    found = empty_findings()
    assert (found.days, found.logged, found.explain, found.check) == ((), (), None, None)
    assert (found.onset, found.course) == ("not told yet", "")
    assert len(found.questions) == 3


def test_the_outcome_of_explain_is_the_one_drawn() -> None:
    table = daily(FIRST_DAY, {"twitches": [1, 2], "bother_0_10": [3, 4]})
    found = find(history(), table, about=about(), explain={"outcome": "bother_0_10"})
    assert found.outcome_words == "bother, 0 to 10"
    assert found.days[0].low == 3


def test_medicines_and_conditions_are_said_with_their_dates_and_notes() -> None:
    assert medicine_words(history("with food").medicines) == (
        "Salbutamol, started 1 May 2024, dose changed 1 June 2024 (with food)",
        "Ibuprofen, start not told, stopped 1 July 2024",
    )
    assert condition_words(history("mild").conditions) == ("asthma, since 1 January 2010 (mild)",)
    assert condition_words(history().conditions) == ("asthma, since 1 January 2010",)


def test_dates_say_what_is_known() -> None:
    assert dates(A_DAY, LATER) == ", 1 May 2024 to 1 June 2024"
    assert dates(A_DAY, None) == ", since 1 May 2024"
    assert dates(None, LATER) == ", until 1 June 2024"
    assert dates(None, None) == ""


def test_own_words_lose_what_no_page_can_carry() -> None:
    found = findings(about=about(own=OwnWords("a\x00b", ("", "x"), ("\x1b?", ""))))
    assert found.own == OwnWords("ab", ("x",), ("?",))
    assert person_words(history())[0] == "birth year: 1980"
    assert check().day == dt.date(2025, 3, 30)
