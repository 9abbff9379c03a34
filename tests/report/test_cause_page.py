"""One cause in full: its figures alone, its numbers, and what limits them."""

import pytest
from tests.report.drawn import layers
from tests.report.sample_picture import picture
from tests.report.why_answer import RATIO, answer, whole_cause

from untwitch.facts.refused import Refused
from untwitch.report.cause_page import cause_page


def test_it_draws_this_cause_and_no_other_on_the_whole_width() -> None:
    found = cause_page(answer(), picture(), "caffeine")
    assert found.dose is not None
    assert found.what_if is not None
    assert "days_caffeine" in layers(found.dose)
    assert "days_stress" not in layers(found.dose)
    assert "Each panel" not in found.dose.sentence
    assert "told_stress" not in layers(found.what_if)
    both = 'viewBox="0 0 4'
    assert both in found.dose.svg
    assert both in found.what_if.svg


def test_without_a_picture_there_are_numbers_only() -> None:
    found = cause_page(answer(), None, "diet")
    assert (found.dose, found.what_if) == (None, None)
    rows = {row[0]: row[1:] for row in found.numbers.rows}
    assert rows["Rows in which it is known"] == ("0 of 100", "", "")
    assert rows["Further days that may settle it"] == ("not known", "", "")


def test_the_numbers_are_those_of_the_answer() -> None:
    part = {"measure": "magnesium_mg", "rate_ratio": RATIO}
    causes = [whole_cause("diet", "likely", parts=[part], days_needed=12)]
    rows = {row[0]: row[1:] for row in cause_page(answer(causes=causes), None, "diet").numbers.rows}
    assert rows["Times as many twitches, for 100 mg more"] == ("1.3", "1.1", "1.6")
    assert rows["Of 100 twitches, if the link is causal"] == ("20", "8", "35")
    assert rows["Days without any, more than now, if the link is causal"] == ("4", "1", "9")
    assert rows["Through magnesium: times as many twitches"] == ("1.3", "1.1", "1.6")
    assert rows["Further days that may settle it"] == ("12 days", "", "")


def test_what_limits_a_finding_is_said() -> None:
    limits = cause_page(answer(), None, "stress").limits
    assert limits[0].startswith("It also went with twitches of the day before")
    assert "wrong about" in limits[-1]
    tied = whole_cause(
        "caffeine", "possible", guards_failed=["collinearity", "k_hat"], inseparable_from=["stress"]
    )
    first, second, _ = cause_page(answer(causes=[tied]), None, "caffeine").limits
    assert first.startswith("The working-out")
    assert second == "In your diary it went up and down with stress; they cannot be told apart."
    assert cause_page(answer(), None, "water").limits == ()


def test_an_unknown_cause_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused, match="caffeine"):
        cause_page(answer(), None, "caffein")
