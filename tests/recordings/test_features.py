import numpy as np
import pytest

from untwitch.recordings.features import Around, Candidate, candidates


def around(values: np.ndarray, raw: np.ndarray | None = None) -> Around:
    z = values.astype(np.float32)
    scale = np.full(z.shape[1], 2, np.float32)
    before = z * scale if raw is None else raw.astype(np.float32)
    return Around(z, before, 1, np.arange(z.shape[1]), scale, 1000.0)


def look(values: np.ndarray, position: int = 100, raw: np.ndarray | None = None) -> Candidate:
    (only,) = candidates(
        around(values, raw), positions=np.array([position]), heights=np.array([9.0], np.float32), half=14
    )
    return only


def wave(n: int = 200, k: int = 4) -> np.ndarray:
    values = np.zeros((n, k))
    values[98:103, 1] = [4, -8, 10, -6, 3]
    values[99, 2] = 4
    return values


def test_height_length_and_place_are_those_of_the_strongest_channel() -> None:
    seen = look(wave())
    assert (seen.peak, seen.channel, seen.n_channels) == (100, 1, 4)
    assert seen.sigmas == 10
    assert seen.amplitude == 36
    assert seen.duration_ms == 5
    assert seen.statistic == 9
    assert seen.shape is None


def test_a_candidate_without_a_clear_peak_stays_where_the_statistic_peaks() -> None:
    assert look(wave() / 4, position=105).peak == 105


def test_focal_is_one_for_one_channel_and_uniform_for_all_alike() -> None:
    one = np.zeros((200, 4))
    one[100, 0] = 10
    assert look(one).focal == pytest.approx(1)
    assert look(one).uniform == pytest.approx(0.25)
    alike = np.zeros((200, 4))
    alike[100] = 10
    assert look(alike).uniform == pytest.approx(1)
    assert look(np.zeros((200, 4))).focal == 1


def test_a_step_leaves_another_level_behind_and_a_twitch_does_not() -> None:
    raw = np.zeros((200, 4))
    raw[100:] = 36
    assert look(wave(), raw=raw).shift > 0.9
    assert look(wave()).shift < 0.1
    assert look(wave(103), position=100).shift == 0
