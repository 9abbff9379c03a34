"""Recordings made by hand, as the detector would have summed them up."""

from dataclasses import replace
from typing import Any

import numpy as np

from untwitch.facts.problem import Problem
from untwitch.recordings.summary import (
    Count,
    Excluded,
    Noise,
    Potential,
    Rate,
    RecordingSummary,
    Smallest,
    Template,
    Trace,
)

TIMES_S = (12.5, 31.25, 31.5, 88.0, 140.75)
CONFIDENCES = (0.98, 0.91, 0.4, 0.15, 0.99)


def phone(**changed: Any) -> RecordingSummary:
    """Three minutes of a phone on the calf, half a minute of it moved; about three twitches."""
    steps = np.arange(360)
    high = (8 + 3 * np.sin(steps / 5)).astype(np.float32)
    low = -high
    high[[25, 62, 63, 176, 281]] = [120, 60, 35, 25, 140]
    high[200:204] = low[200:204] = np.nan
    statistic = (np.abs(high) / 8).astype(np.float32)
    trace = Trace(0.5, "z", low, high, statistic, 6.0, "mm/s2")
    shape = np.stack([np.sin(np.arange(12) / 2) * scale for scale in (5, 20, 90)], axis=1).astype(np.float32)
    made = RecordingSummary(
        path="phone-evening.csv",
        sensor="accelerometer",
        channels=3,
        rate_hz=100.0,
        duration_s=180.0,
        analysed_s=150.0,
        excluded=(Excluded(100.0, 130.0, "the phone was moved"),),
        count=Count(3.4, 2.1, 5.2),
        rate_per_min=Rate(1.36, 0.84, 2.08),
        smallest_detectable=Smallest(41.3, "mm/s2"),
        twitches=tuple(
            Potential(time_s, confidence, 20.0 * number, "mm/s2", 80.0, "z", 1 if confidence > 0.9 else None)
            for number, (time_s, confidence) in enumerate(zip(TIMES_S, CONFIDENCES, strict=True), start=1)
        ),
        likely_sources_at_least=1,
        minutes_needed=7.5,
        problems=(Problem("phone-evening.csv", "12 time stamps stand twice; the first is taken"),),
        noise=Noise(8.2, 6.1, 11.4, "mm/s2", least_bit=0.6),
        trace=trace,
        templates=(Template(1, 3, 100.0, shape, "mm/s2"),),
        channel_names=("x", "y", "z"),
    )
    return replace(made, **changed)


def grid(**changed: Any) -> RecordingSummary:
    """A minute of 16 electrodes in 4 rows, with two likely sources; one electrode is bad."""
    names = tuple(f"E{number}" for number in range(1, 17))
    positions = np.array([(row, column) for row in range(4) for column in range(4)], dtype=np.float32)
    time = np.linspace(-3, 3, 40, dtype=np.float32)
    wave = -time * np.exp(-(time**2))
    strengths = [np.exp(-((positions - centre) ** 2).sum(axis=1)) for centre in ([0, 0], [3, 2])]
    templates = tuple(
        Template(number, members, 1000.0, (40 * wave[:, None] * each).astype(np.float32), "uV")
        for number, (members, each) in enumerate(zip((9, 4), strengths, strict=True), start=1)
    )
    made = phone(
        path="grid.edf",
        sensor="emg",
        channels=16,
        rate_hz=1000.0,
        duration_s=60.0,
        analysed_s=60.0,
        excluded=(),
        twitches=tuple(
            Potential(4.0 * number, 0.97, 30.0 + number, "uV", 11.0, names[number], 1 + number % 2)
            for number in range(1, 14)
        ),
        likely_sources_at_least=2,
        smallest_detectable=Smallest(17.5, "uV"),
        problems=(),
        noise=Noise(3.5, 2.8, 4.4, "uV", least_bit=3.05, bad_channels=("E16",)),
        trace=Trace(
            1.0,
            "E2",
            np.full(60, -9, np.float32),
            np.full(60, 9, np.float32),
            np.ones(60, np.float32),
            6.0,
            "uV",
        ),
        templates=templates,
        channel_names=names,
        positions=positions,
    )
    return replace(made, **changed)


def uncounted() -> RecordingSummary:
    """A recording of artefacts: nothing of it could be judged."""
    why = Problem("artefacts.mat", "nothing could be judged: the signal was saturated")
    return phone(
        path="artefacts.mat", analysed_s=0.0, excluded=(Excluded(0.0, 180.0, "the signal was saturated"),),
        count=None, rate_per_min=None, smallest_detectable=None, twitches=(), likely_sources_at_least=None,
        minutes_needed=None, problems=(why,), noise=None, trace=None, templates=(),
    )  # fmt: skip
