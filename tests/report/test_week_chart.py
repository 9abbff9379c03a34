"""Weeks drawn: the band behind all, a dot a known week, the latest darker."""

from tests.report.drawn import layers
from tests.report.test_weeks import after, days

from untwitch.report.week_chart import week_chart
from untwitch.report.weeks import weeks_of


def test_every_known_week_has_its_dot_and_the_latest_stand_out() -> None:
    made = week_chart(weeks_of(days(5, 6, None, 4, 7, 1, 1, 5), today=after(8)), outcome_words="twitches")
    assert made is not None
    drawn = layers(made)
    assert (len(drawn["before"]), len(drawn["told_latest"]), len(drawn["usual"])) == (5, 2, 1)
    assert made.table.rows[2] == ("19 January 2026", "not known", "0", "not known")
    assert made.table.rows[0][1:3] == ("5", "7")
    assert {row[3] for row in made.table.rows} <= {"fewer", "more", "within it", "not known"}
    assert "going by 5 weeks before the latest 2" in made.sentence
    assert made.reach is not None
    assert made.reach[0] < 0.25
    assert made.reach[1] > 0.8


def test_the_table_says_which_weeks_lie_outside() -> None:
    made = week_chart(weeks_of(days(5, 6, 4, 7, 0, 40), today=after(6)))
    assert made is not None
    assert [row[3] for row in made.table.rows[-2:]] == ["fewer", "more"]


def test_only_the_latest_year_is_drawn() -> None:
    made = week_chart(weeks_of(days(*[5.0] * 70), today=after(70)))
    assert made is not None
    assert len(made.table.rows) == 53


def test_without_a_range_there_is_no_chart() -> None:
    assert week_chart(weeks_of(days(5), today=after(1))) is None
