"""A night is the longest sleep of one source, and belongs to the morning it ends."""

import numpy as np
import pytest
from tests.timeline.made import grid, samples, spans

from untwitch.facts.sample_batch import SampleBatch
from untwitch.timeline.night import episodes, nights
from untwitch.timeline.samples import Samples

NAN = np.nan


def sleep(*spans_of: tuple[float, float], app: str = "Watch", hours: float | None = None) -> SampleBatch:
    return spans(
        "sleep_h",
        [(begin, end, end - begin if hours is None else hours) for begin, end in spans_of],
        app=app,
    )


def night_of(*batches: SampleBatch, row_h: int = 24) -> list[float]:
    found: list[float] = nights(samples(*batches), grid(3, row_h=row_h))[0].tolist()
    return found


def nap_of(*batches: SampleBatch) -> list[float]:
    found: list[float] = nights(samples(*batches), grid(3))[1].tolist()
    return found


def test_a_night_belongs_to_the_morning_it_ends() -> None:
    assert night_of(sleep((23, 30))) == pytest.approx([NAN, 7, NAN], nan_ok=True)
    assert night_of(sleep((-1, 6.5), (25, 32))) == pytest.approx([7.5, 7, NAN], nan_ok=True)
    assert night_of(sleep((16, 24))) == pytest.approx([8, NAN, NAN], nan_ok=True)


def test_stretches_less_than_an_hour_apart_are_one_night_and_waking_is_not_sleep() -> None:
    assert night_of(sleep((0, 3), (3.9, 6))) == pytest.approx([5.1, NAN, NAN], nan_ok=True)
    assert night_of(sleep((0, 3.5), (4.5, 6))) == pytest.approx([3.5, NAN, NAN], nan_ok=True)


def test_stages_that_overlap_are_not_counted_twice() -> None:
    assert night_of(sleep((0, 6), (1, 3), (5, 7))) == pytest.approx([7, NAN, NAN], nan_ok=True)
    assert night_of(sleep((0, 6), (1, 3), (6.5, 7))) == pytest.approx([6.5, NAN, NAN], nan_ok=True)


def test_time_asleep_is_taken_where_it_is_less_than_time_in_bed() -> None:
    assert night_of(sleep((0, 8), hours=6.25)) == pytest.approx([6.25, NAN, NAN], nan_ok=True)


def test_the_better_source_is_taken_and_sources_are_not_put_together() -> None:
    both = night_of(sleep((0, 6), app="Watch"), sleep((-1, 8), app="Phone"))
    assert both == pytest.approx([6, NAN, NAN], nan_ok=True)
    typed = spans("sleep_h", [(9, 9, 5.5)])
    assert night_of(sleep((0, 6)), typed) == pytest.approx([5.5, NAN, NAN], nan_ok=True)


def test_a_source_that_saw_less_than_three_hours_gives_way() -> None:
    assert night_of(sleep((5, 7), app="Watch"), sleep((0, 7), app="Phone")) == pytest.approx(
        [7, NAN, NAN], nan_ok=True
    )
    assert night_of(sleep((5, 7), app="Watch"), sleep((5, 6), app="Phone")) == pytest.approx(
        [2, NAN, NAN], nan_ok=True
    )


def test_a_length_without_a_clock_is_the_night_of_its_day() -> None:
    assert night_of(spans("sleep_h", [(23, 23, 6.5)])) == pytest.approx([6.5, NAN, NAN], nan_ok=True)
    assert night_of(spans("sleep_h", [(24, 48, 7.5)])) == pytest.approx([NAN, 7.5, NAN], nan_ok=True)


def test_in_shorter_rows_the_night_stands_where_it_ends() -> None:
    assert night_of(sleep((0, 6.5)), row_h=6)[:4] == pytest.approx([NAN, 6.5, NAN, NAN], nan_ok=True)
    typed = spans("sleep_h", [(23, 23, 6.5)])
    assert night_of(typed, row_h=6)[:4] == pytest.approx([NAN, 6.5, NAN, NAN], nan_ok=True)


def test_daytime_sleep_of_the_same_source_is_a_nap() -> None:
    given_ = sleep((0, 7), (13, 13.5), (15, 16), (8.5, 8.75), (21, 21.5))
    assert nap_of(given_) == pytest.approx([1.5, NAN, NAN], nan_ok=True)
    assert nap_of(sleep((0, 7))) == pytest.approx([NAN] * 3, nan_ok=True)
    assert nap_of(sleep((0, 7)), sleep((13, 14), app="Phone")) == pytest.approx([NAN] * 3, nan_ok=True)


def test_typed_lengths_are_no_naps() -> None:
    assert nap_of(spans("sleep_h", [(9, 9, 6.0), (12, 12, 5.0)])) == pytest.approx([NAN] * 3, nan_ok=True)


def test_no_sleep_is_unknown() -> None:
    assert night_of() == pytest.approx([NAN] * 3, nan_ok=True)
    assert night_of(sleep((-40, -33), (100, 107))) == pytest.approx([NAN] * 3, nan_ok=True)


def test_episodes_know_when_they_begin_and_end() -> None:
    given_: Samples = samples(sleep((0, 3), (3.5, 6), (13, 14)))
    found = episodes(given_)
    assert found.hours.tolist() == pytest.approx([5.5, 1])
    assert (found.end_ms - found.start_ms).tolist() == [6 * 3_600_000, 3_600_000]
