"""The evening line covers the waking hours, and never the same hour twice."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant, from_local
from untwitch.facts.refused import Refused
from untwitch.facts.stay import Stay
from untwitch.facts.watch import Watch
from untwitch.intake.typed_watch import (
    EveningLine,
    Moment,
    evening,
    hours,
    lived_now,
    read_moment,
    read_past_day,
    read_site,
    tally,
    twitch,
)

ZONE = "Europe/Amsterdam"


def at(text: str) -> Instant:
    return from_local(dt.datetime.fromisoformat(text), ZONE, known_by="guess")[0]


NOW = at("2026-10-15 22:00")


def watch(start: str, end: str, *, site: str | None = None, instrument: str = "diary") -> Watch:
    return Watch(new_id(), at(start), at(end), site=site, instrument=instrument)


def span(made: Watch) -> tuple[str, str]:
    return (made.start.local().strftime("%d %H:%M"), made.end.local().strftime("%d %H:%M"))


def line(twitches: str = "few", lasted: str | None = None, site: str | None = None) -> EveningLine:
    return EveningLine(twitches, lasted=lasted, site=site)


@pytest.mark.parametrize(
    ("end", "wanted"),
    [
        ("2026-10-15 22:00", ("15 06:00", "15 22:00")),
        ("2026-10-15 23:30", ("15 07:30", "15 23:30")),
        ("2026-10-16 00:30", ("15 08:30", "16 00:30")),
        ("2026-10-15 13:00", ("15 06:00", "15 13:00")),
        ("2026-10-15 05:00", ("14 13:00", "15 05:00")),
    ],
)
def test_an_evening_covers_waking_until_its_end_and_at_most_16_hours(
    end: str, wanted: tuple[str, str]
) -> None:
    assert span(evening(line(), moment=Moment(at(end)), earlier=[])) == wanted


def test_a_day_alone_means_22_00_of_that_day() -> None:
    moment = read_moment("yesterday", now=NOW)
    assert span(evening(line(), moment=moment, earlier=[])) == ("14 06:00", "14 22:00")


def test_today_alone_means_now() -> None:
    assert read_moment("today", now=at("2026-10-15 20:00")) == Moment(at("2026-10-15 20:00"))


def test_an_evening_begins_where_the_one_before_it_ended() -> None:
    earlier = [watch("2026-10-15 06:00", "2026-10-15 14:00"), watch("2026-10-14 06:00", "2026-10-14 22:00")]
    assert span(evening(line(), moment=Moment(NOW), earlier=earlier)) == ("15 14:00", "15 22:00")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-10-15 06:00", "2026-10-15 22:00"),
        ("2026-10-15 06:00", "2026-10-15 21:00"),
        ("2026-10-15 21:00", "2026-10-15 23:00"),
    ],
)
def test_a_second_line_of_one_evening_is_refused_with_the_way_to_correct_it(start: str, end: str) -> None:
    with pytest.raises(
        Refused, match=r"is logged already; take it back first: each untwitch log --undo takes back one line"
    ):
        evening(line(), moment=Moment(NOW), earlier=[watch(start, end)])


def test_a_watch_of_a_said_length_is_not_cut_but_refused() -> None:
    made = evening(
        line(lasted="2h"), moment=Moment(NOW), earlier=[watch("2026-10-15 06:00", "2026-10-15 20:00")]
    )
    assert span(made) == ("15 20:00", "15 22:00")
    with pytest.raises(Refused, match="2026-10-15 06:00 to 2026-10-15 15:00 is logged already"):
        evening(
            line(lasted="10h"), moment=Moment(NOW), earlier=[watch("2026-10-15 06:00", "2026-10-15 15:00")]
        )


def test_a_recording_or_another_place_leaves_the_evening_as_it_is() -> None:
    others = [
        watch("2026-10-15 12:00", "2026-10-15 21:00", instrument="emg"),
        watch("2026-10-15 12:00", "2026-10-15 21:00", site="calf_left"),
    ]
    assert span(evening(line(), moment=Moment(NOW), earlier=others)) == ("15 06:00", "15 22:00")
    with pytest.raises(Refused, match="is logged already"):
        evening(line(site="calf_left"), moment=Moment(NOW), earlier=others)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6), st.integers(0, 40))
def test_an_evening_never_covers_an_hour_twice(spans: list[tuple[int, int]], end_h: int) -> None:
    begin_ms = at("2026-10-14 00:00").utc_ms
    earlier = [
        Watch(
            new_id(),
            Instant(begin_ms + start * 3_600_000, ZONE),
            Instant(begin_ms + (start + length) * 3_600_000, ZONE),
        )
        for start, length in spans
    ]
    end = Instant(begin_ms + (end_h + 20) * 3_600_000, ZONE)
    try:
        made = evening(line(), moment=Moment(end), earlier=earlier)
    except Refused:
        return
    assert made.observed_h <= 16
    for each in earlier:
        assert each.end.utc_ms <= made.start.utc_ms or each.start.utc_ms >= made.end.utc_ms


def test_an_evening_carries_minutes_bother_place_and_note() -> None:
    said = EveningLine("many", 12, 4, site="calf_left", note="after running")
    made = evening(said, moment=Moment(NOW), earlier=[])
    assert (made.twitches_low, made.twitches_high) == (11, 40)
    assert (made.twitch_min, made.bother_0_10, made.site, made.note) == (12, 4, "calf_left", "after running")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("none", (0, 0)), ("Few", (1, 3)), (" some ", (4, 10)), ("many", (11, 40)), ("7", (7, 7))],
)
def test_a_word_or_a_count_is_a_tally(text: str, wanted: tuple[int, int]) -> None:
    assert tally(text) == wanted


@pytest.mark.parametrize("text", ["lots", "-1", "2.5", "²"])
def test_anything_else_is_refused_with_the_words(text: str) -> None:
    with pytest.raises(Refused, match=r"known: none, few, some, many; or a count, such as 5"):
        tally(text)


def test_a_time_still_to_come_is_refused() -> None:
    with pytest.raises(Refused, match="'2026-12-01' is still to come"):
        read_moment("2026-12-01", now=NOW)
    with pytest.raises(Refused, match="started 2026-12-01 is still to come"):
        read_past_day("2026-12-01", now=NOW, what="started")


def test_a_day_in_the_past_or_none_is_taken() -> None:
    assert read_past_day(None, now=NOW, what="started") is None
    assert read_past_day("2026-10-01", now=NOW, what="started") == dt.date(2026, 10, 1)


def test_a_time_that_the_clock_showed_twice_is_said() -> None:
    moment = read_moment("2026-10-25 02:30", now=at("2026-10-26 12:00"))
    assert "happened twice" in moment.problem
    assert read_moment(None, now=NOW).problem == ""


@pytest.mark.parametrize("text", ["left calf", "calf_left", "Calf-Left", "calf left"])
def test_a_side_may_stand_before_or_behind_its_place(text: str) -> None:
    assert read_site(text) == "calf_left"


def test_a_wrong_place_names_the_nearest() -> None:
    assert read_site(None) is None
    with pytest.raises(Refused, match=r"body site 'calf' is not known; nearest: calf_left, calf_right"):
        read_site("calf")


@pytest.mark.parametrize(("text", "wanted"), [("2h", 2), ("90 min", 1.5), ("3", 3)])
def test_a_length_is_read_in_hours(text: str, wanted: float) -> None:
    assert hours(text, what="a watch") == wanted


@pytest.mark.parametrize("text", ["0", "25h", "-1"])
def test_a_length_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=r"a watch of .* cannot be"):
        hours(text, what="a watch")


def test_a_twitch_carries_its_place_its_length_and_its_ratings() -> None:
    made = twitch(at=NOW, site="calf_left", lasted="2 min", ratings=(3, 4), note="while reading")
    assert (made.site, made.duration_s, made.strength_0_10, made.bother_0_10) == ("calf_left", 120, 3, 4)
    assert made.note == "while reading"
    assert twitch(at=NOW, site=None, lasted="30", ratings=(None, None), note="").duration_s == 30
    assert twitch(at=NOW, site=None, lasted=None, ratings=(None, None), note="").duration_s is None


TOKYO = Stay(new_id(), "Asia/Tokyo", dt.date(2026, 10, 1), dt.date(2026, 10, 10))
HOME = Stay(new_id(), ZONE)


def test_a_clock_time_is_read_where_the_person_was_on_that_day() -> None:
    there = read_moment("2026-10-05 08:30", now=NOW, stays=[HOME, TOKYO]).at
    assert (there.local().isoformat(), there.zone, there.zone_known_by) == (
        "2026-10-05T08:30:00+09:00", "Asia/Tokyo", "stay",
    )  # fmt: skip
    here = read_moment("2026-10-12 08:30", now=NOW, stays=[HOME, TOKYO]).at
    assert (here.local().isoformat(), here.zone_known_by) == ("2026-10-12T08:30:00+02:00", "stay")
    machine = read_moment("2026-10-12 08:30", now=NOW, stays=[TOKYO]).at
    assert (machine.zone, machine.zone_known_by) == (ZONE, "guess")


def test_the_evening_is_that_of_the_place_when_the_machine_runs_on_another_clock() -> None:
    now = from_local(dt.datetime(2026, 10, 9, 13), "UTC", known_by="guess")[0]
    assert read_moment("20:00", now=now, stays=[TOKYO]).at.local().hour == 20
    made = evening(line(), moment=read_moment("yesterday", now=now, stays=[TOKYO]), earlier=[])
    assert span(made) == ("08 06:00", "08 22:00")
    assert made.end.zone == "Asia/Tokyo"
    assert lived_now(now, stays=[TOKYO]).local().hour == 22
    assert lived_now(now, stays=[]) == now


def test_an_offset_that_is_written_goes_before_the_stay() -> None:
    made = read_moment("2026-10-05 08:30+01:00", now=NOW, stays=[TOKYO]).at
    assert (made.zone, made.zone_known_by) == ("+01:00", "source")


def test_minutes_of_twitching_fit_into_the_watch() -> None:
    with pytest.raises(Refused, match="200 minutes of twitching do not fit into a watch of 180 minutes"):
        evening(EveningLine("few", twitch_min=200, lasted="3h"), moment=Moment(NOW), earlier=[])
    fits = EveningLine("few", twitch_min=180, lasted="3h")
    assert evening(fits, moment=Moment(NOW), earlier=[]).twitch_min == 180


def test_a_count_of_thousands_of_digits_is_refused_and_not_quoted_whole() -> None:
    with pytest.raises(Refused, match="is not known") as refused:
        tally("9" * 5000)
    assert len(str(refused.value)) < 200


def test_no_twitches_last_no_minutes() -> None:
    with pytest.raises(Refused, match="no twitches cannot last 15 minutes"):
        evening(EveningLine("none", twitch_min=15), moment=Moment(NOW), earlier=[])
    assert evening(EveningLine("none", twitch_min=0), moment=Moment(NOW), earlier=[]).twitch_min == 0
