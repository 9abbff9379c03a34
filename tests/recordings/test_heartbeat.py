import numpy as np
import numpy.typing as npt
import pytest

from untwitch.recordings.heartbeat import energy_of, find_beats, noise_of, without_beats

RATE_HZ = 100.0
Floats = npt.NDArray[np.float64]


def heart(
    times_s: Floats, *, seconds: float = 30.0, size: float = 20.0, rate_hz: float = RATE_HZ, seed: int = 1
) -> Floats:
    """Noise of 1 with a burst of two sounds at every beat, on three axes."""
    chance = np.random.default_rng(seed)
    signal = chance.normal(size=(round(seconds * rate_hz), 3))
    at = np.arange(round(0.1 * rate_hz)) / rate_hz
    burst = np.exp(-at / 0.03) * np.sin(2 * np.pi * 30 * at)
    for time_s in times_s:
        for later_s, part in ((0.0, 1.0), (0.32, 0.6)):
            first = round((time_s + later_s) * rate_hz)
            end = min(len(signal), first + len(burst))
            signal[first:end] += size * part * burst[: end - first, None] * [0.3, 0.2, 1.0]
    return signal


def uneven(period_s: float, *, seconds: float = 30.0) -> Floats:
    steps = period_s * (1 + 0.04 * np.sin(np.arange(200)))
    times = 0.3 + np.cumsum(steps)
    return times[times < seconds - 0.5]


def all_of(signal: Floats) -> npt.NDArray[np.bool_]:
    return np.ones(len(signal), np.bool_)


@pytest.mark.parametrize("period_s", [0.5, 0.85, 1.25])
@pytest.mark.parametrize("rate_hz", [100.0, 200.0])
def test_uneven_beats_are_found_one_by_one(period_s: float, rate_hz: float) -> None:
    times = uneven(period_s)
    signal = heart(times, rate_hz=rate_hz)
    beats = find_beats(signal, signal, all_of(signal), rate_hz=rate_hz)
    assert beats is not None
    assert beats.period_s == pytest.approx(period_s, rel=0.06)
    found = beats.positions / rate_hz
    off = found[:, None] - times[None, 5:-5]
    nearest = off[np.abs(off).argmin(axis=0), np.arange(off.shape[1])]
    assert np.std(nearest) < 0.03


def test_noise_alone_has_no_beats() -> None:
    signal = heart(np.empty(0))
    assert find_beats(signal, signal, all_of(signal), rate_hz=RATE_HZ) is None


def test_a_stretch_shorter_than_two_beats_has_no_beats() -> None:
    signal = heart(np.array([0.5]), seconds=2.0)
    assert find_beats(signal, signal, all_of(signal), rate_hz=RATE_HZ) is None


def test_what_is_not_usable_tells_nothing_of_the_beats() -> None:
    signal = heart(uneven(0.85))
    signal[500:800] += 200 * np.random.default_rng(2).normal(size=(300, 3))
    usable = all_of(signal)
    usable[480:820] = False
    beats = find_beats(signal, signal, usable, rate_hz=RATE_HZ)
    assert beats is not None
    assert beats.period_s == pytest.approx(0.85, rel=0.06)


def test_the_usual_beat_is_taken_out_and_a_twitch_is_left() -> None:
    times = uneven(0.85)
    signal = heart(times, size=40.0)
    twitch = round((times[17] + 0.55) * RATE_HZ)
    signal[twitch : twitch + 8] += 6.0
    usable = all_of(signal)
    beats = find_beats(signal, signal, usable, rate_hz=RATE_HZ)
    left = without_beats(signal, beats, usable, rate_hz=RATE_HZ)
    assert left.loudness is not None
    assert left.loudness.min() >= 1
    before = energy_of(signal, usable, rate_hz=RATE_HZ)
    after = energy_of(left.signal, usable, rate_hz=RATE_HZ) / left.loudness
    near = np.abs(np.arange(len(signal)) - twitch - 4) < 20
    inner = ~near & (np.abs(np.arange(len(signal)) - len(signal) / 2) < 1200)
    assert before[near].max() < before[inner].max()
    assert after[near].max() > 1.5 * after[inner].max()


def test_twitches_in_many_beats_are_not_taken_for_loudness_of_the_heart() -> None:
    times = uneven(0.85)
    signal = heart(times)
    for time_s in times[3::3]:
        first = round((time_s + 0.6) * RATE_HZ)
        signal[first : first + 6] += 60.0
    usable = all_of(signal)
    beats = find_beats(signal, signal, usable, rate_hz=RATE_HZ)
    left = without_beats(signal, beats, usable, rate_hz=RATE_HZ)
    assert left.loudness is not None
    energy = energy_of(left.signal, usable, rate_hz=RATE_HZ) / left.loudness
    first = round((times[9] + 0.6) * RATE_HZ)
    assert energy[first : first + 6].max() > 2 * np.median(
        energy[: len(energy) // 100 * 100].reshape(-1, 100).max(axis=1)
    )


def test_without_beats_a_quiet_signal_is_expected_to_be_quiet() -> None:
    signal = heart(np.empty(0))
    left = without_beats(signal, None, all_of(signal), rate_hz=RATE_HZ)
    np.testing.assert_allclose(left.signal, signal, rtol=1e-6)
    assert left.loudness is not None
    assert np.ptp(left.loudness) == 0


def test_noise_is_robust_and_never_zero() -> None:
    signal = np.random.default_rng(3).normal(scale=4.0, size=(5000, 3))
    signal[:300] = 1e4
    usable = all_of(signal)
    usable[:300] = False
    np.testing.assert_allclose(noise_of(signal, usable), 4.0, rtol=0.05)
    assert (noise_of(np.zeros((10, 3)), all_of(np.zeros((10, 3)))) > 0).all()
