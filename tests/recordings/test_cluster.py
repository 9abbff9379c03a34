import dataclasses

import numpy as np

from untwitch.recordings.cluster import likely_sources
from untwitch.recordings.features import Candidate

RANDOM = np.random.default_rng(0)
ONE, TWO = RANDOM.standard_normal((41, 4)), RANDOM.standard_normal((41, 4))


def like(shape: np.ndarray, statistic: float = 30.0, shift: int = 0, size: float = 1.0) -> Candidate:
    made = size * np.roll(shape, shift, axis=0) + 0.1 * RANDOM.standard_normal(shape.shape)
    look = Candidate(0, statistic, 0, 9.0, 40.0, 9.0, 0.2, 0.2, 0.1, 4)
    return dataclasses.replace(look, shape=made.astype(np.float32))


def numbers(found: list[Candidate]) -> list[int | None]:
    return likely_sources(found, threshold=7.0, rate_hz=1000.0)[0]


def test_twitches_that_look_alike_are_one_source_even_when_shifted() -> None:
    found = [like(ONE, 40), like(TWO, 30), like(ONE, 20, shift=2), like(TWO, 15, shift=-1)]
    number, shapes, members = likely_sources(found, threshold=7.0, rate_hz=1000.0)
    assert number == [1, 2, 1, 2]
    assert members == [2, 2]
    assert shapes[0].shape == (41, 4)
    assert np.vdot(shapes[0], ONE) / np.linalg.norm(shapes[0]) / np.linalg.norm(ONE) > 0.95


def test_a_shape_shifted_too_far_or_of_another_size_is_another() -> None:
    assert numbers([like(ONE, 40), like(ONE, 39), like(ONE, 20, shift=8)]) == [1, 1, None]
    assert numbers([like(ONE, 40), like(ONE, 39), like(ONE, 20, size=0.4)]) == [1, 1, None]


def test_single_shapes_count_as_one_source_together_and_none_as_none() -> None:
    assert numbers([like(ONE, 40), like(TWO, 30)]) == [1, None]
    assert likely_sources([], threshold=7.0, rate_hz=1000.0) == ([], [], [])


def test_faint_twitches_and_other_sets_of_channels_are_not_compared() -> None:
    faint = like(ONE, 9)
    other = dataclasses.replace(like(ONE, 20), shape=np.ones((41, 3), np.float32))
    blank = dataclasses.replace(like(ONE, 20), shape=None)
    assert numbers([like(ONE, 40), like(ONE, 35), faint, other, blank]) == [1, 1, None, None, None]
