"""The fitted rate over time: a dot a day, a bar for a word, a line, a band, nothing for what is unknown."""

import numpy as np
from tests.report.drawn import layers, text
from tests.report.sample_picture import rate

from untwitch.report.figure import Figure
from untwitch.report.rate_chart import fitted_rate


def test_counts_are_dots_words_are_bars_and_unknown_days_are_neither() -> None:
    drawn = layers(fitted_rate(rate(30)))
    assert len(drawn["logged"]) == 28
    assert len(drawn["logged_range"]) == 1
    assert len(drawn["fit"]) == len(drawn["fit_line"]) == 1


def test_the_table_holds_every_day_and_says_what_is_not_logged() -> None:
    table = fitted_rate(rate(30)).table
    assert table.header == ("Day", "Logged", "Rate", "From", "To")
    assert len(table.rows) == 30
    assert table.rows[3] == ("8 January 2026", "not logged", "5", "4", "7")
    assert table.rows[5] == ("10 January 2026", "4 to 10", "5", "4", "7")


def test_short_rows_become_the_mean_of_their_day() -> None:
    made = fitted_rate(rate(20, row_h=6.0))
    assert len(made.table.rows) == 20
    # of the first day one row of four is not logged: the mean is that of the other three
    assert made.table.rows[0][1] == "5"


def test_beyond_a_year_weeks_are_drawn() -> None:
    assert len(fitted_rate(rate(365)).table.rows) == 365
    weekly = fitted_rate(rate(366))
    assert len(weekly.table.rows) == 53
    assert weekly.table.header[0] == "Week from"
    assert "in a week, a day on average" in weekly.sentence


def test_what_is_counted_is_said() -> None:
    made = fitted_rate(rate(30), outcome_words="minutes of twitching")
    assert made.title.startswith("Minutes of twitching a day")
    assert "near 5 minutes of twitching a day at first and near 5 in the end" in made.sentence
    assert "minutes of twitching a day" in text(made)


def test_a_week_in_which_nothing_is_logged_has_a_rate_and_no_count() -> None:
    band = rate(400)
    band.counted_low[:7] = band.counted_high[:7] = np.nan
    assert fitted_rate(band).table.rows[0][1] == "not logged"


def test_a_huge_band_leaves_the_picture_and_the_line_stays_readable() -> None:
    calm, wild = rate(30), rate(30)
    wild.high[10] = 5000.0
    assert "5000" not in text(fitted_rate(wild))
    assert max(_ticks(fitted_rate(wild))) <= 2 * max(_ticks(fitted_rate(calm)))


def _ticks(figure: Figure) -> list[float]:
    return [float(each) for each in text(figure).split() if each.isdigit()]
