"""However exports are cut, shuffled and repeated, the days are the same; three apps saw one night."""

import csv
import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untwitch.actions.bring_in import bring_in
from untwitch.actions.session import Session
from untwitch.facts.fact_table import SAMPLE_COLUMNS
from untwitch.facts.instant import Instant
from untwitch.record.record import Record
from untwitch.timeline.build import build
from untwitch.timeline.timeline import Timeline

NOW = Instant(1_795_341_600_000, "Europe/Berlin", "guess")
FIRST = dt.datetime(2026, 3, 26, tzinfo=dt.UTC)
DAYS = 6
Row = tuple[str, str, str, str, str, str]


def life() -> list[list[Row]]:
    """Six days over the change of the clock, as things of one content each: a night, a walk, two coffees."""
    chance = Random(5)
    things: list[list[Row]] = []

    def thing(measure: str, start_h: float, end_h: float, value: float, app: str, *, copies: int = 1) -> None:
        unit = {"sleep_h": "h", "steps": "count", "active_energy_kcal": "kcal"}.get(measure, "mg")
        start, end = (FIRST + dt.timedelta(hours=hours) for hours in (start_h, end_h))
        row = (measure, repr(float(value)), unit, start.isoformat(), end.isoformat(), app)
        things.append([row] * copies)

    for day in range(DAYS):
        base = 24 * day
        asleep, awake = base + 22 + chance.random(), base + 29 + chance.random()
        thing("sleep_h", asleep, awake, awake - asleep, "Anna's Apple Watch")
        thing("sleep_h", asleep - 0.4, awake + 0.2, awake - asleep + 0.3, "Sleep Cycle")
        thing("sleep_h", asleep + 0.1, (asleep + awake) / 2, (awake - asleep) / 2 - 0.2, "Phone")
        for hour in range(8, 20):
            if hour % 3:
                thing("active_energy_kcal", base + hour, base + hour + 0.5, 40 + hour, "Anna's Apple Watch")
            thing("active_energy_kcal", base + hour + 0.1, base + hour + 0.6, 35 + hour, "Anna's iPhone")
        for meal, hour in enumerate((7, 12, 18)):
            thing(
                "magnesium_mg", base + hour, base + hour, 90 + meal + day, "Food log", copies=1 + (meal == 1)
            )
            thing("magnesium_mg", base + hour, base + hour, 90 + meal + day, "Health", copies=1 + (meal == 1))
        thing("caffeine_mg", base + 8, base + 8, 95, "Food log", copies=2)
        thing("caffeine_mg", base + 15, base + 15, 60, "Food log")
    return things


LIFE = life()


def write(path: Path, things: Sequence[Sequence[Row]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(SAMPLE_COLUMNS)
        for number, (measure, value, unit, start, end, app) in enumerate(
            row for each in things for row in each
        ):
            writer.writerow(
                [number, measure, value, unit, start, end, "Europe/Berlin", "source", app, "false", ""]
            )
    return path


def days_of(home: Path, *imports: Sequence[Path]) -> Timeline:
    session = Session(home=home, now=NOW)
    for paths in imports:
        answer = bring_in(session, paths)
        assert not answer.has_problems
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        timeline, _ = build(record.history(record.person().person_id))
    return timeline


def same(one: Timeline, other: Timeline) -> bool:
    return (
        one.starts == other.starts
        and one.columns.keys() == other.columns.keys()
        and all(
            np.allclose(one.columns[name], other.columns[name], rtol=1e-12, equal_nan=True)
            for name in one.columns
        )
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Timeline:
    folder = tmp_path_factory.mktemp("whole")
    return days_of(folder / "home", [write(folder / "all.csv", LIFE)])


def test_three_apps_that_saw_one_night_give_the_night_of_the_watch(whole: Timeline) -> None:
    nights = {
        dt.datetime.fromisoformat(each[0][4]).date(): float(each[0][1])
        for each in LIFE
        if each[0][0] == "sleep_h" and each[0][5] == "Anna's Apple Watch"
    }
    starts = [each.date() if isinstance(each, dt.datetime) else each for each in whole.starts]
    for day, hours in nights.items():
        if day in starts:
            assert whole.columns["sleep_h"][starts.index(day)] == pytest.approx(hours)


def test_food_that_two_apps_keep_counts_once_and_two_coffees_count_twice(whole: Timeline) -> None:
    starts = [each.date() if isinstance(each, dt.datetime) else each for each in whole.starts]
    at = starts.index(dt.date(2026, 3, 27))
    assert whole.columns["caffeine_mg"][at] == 95 + 95 + 60
    assert whole.columns["magnesium_mg"][at] == 91 + 2 * 92 + 93


def check(whole: Timeline, seed: int, pieces: int, *, at_once: bool) -> None:
    chance = Random(seed)
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / "files"
        folder.mkdir()
        paths = []
        for piece in range(pieces):
            # every thing is in one piece at least, and in others by chance: the pieces overlap
            things = [
                each for number, each in enumerate(LIFE) if number % pieces == piece or chance.random() < 0.4
            ]
            chance.shuffle(things)
            rows = [[row] for each in things for row in each]
            chance.shuffle(rows)
            paths.append(write(folder / f"{chance.randrange(1000)}-{piece}.csv", rows))
        chance.shuffle(paths)
        imports = [[folder]] if at_once else [*([each] for each in paths), [chance.choice(paths)]]
        assert same(days_of(Path(room) / "home", *imports), whole)


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 2**32), pieces=st.integers(1, 3), at_once=st.booleans())
def test_overlapping_exports_give_the_same_days(
    whole: Timeline, seed: int, pieces: int, *, at_once: bool
) -> None:
    check(whole, seed, pieces, at_once=at_once)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32), pieces=st.integers(1, 5), at_once=st.booleans())
def test_overlapping_exports_give_the_same_days_many_times(
    whole: Timeline, seed: int, pieces: int, *, at_once: bool
) -> None:
    check(whole, seed, pieces, at_once=at_once)
