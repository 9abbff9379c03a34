"""All windows of a recording judged in order, a few held: each needs the noise of its neighbours.

read       w + 2  |
condition  w + 1  |  needs the samples of the window and its margins
judge      w      |  needs the noise of w - 3 to w + 1
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from untwitch.recordings.condition import Ready, conditioned
from untwitch.recordings.judge import Judged, judged
from untwitch.recordings.noise import stretch_noise, stretch_s
from untwitch.recordings.recording import Recording
from untwitch.recordings.sensor import FloatArray, Sensor
from untwitch.recordings.windows import RawWindow, raw_windows

BEFORE, AFTER = 3, 1
"""Windows on either side whose noise is known when a window is judged."""

A = TypeVar("A")
B = TypeVar("B")


def judged_windows(
    recording: Recording, *, sensor: Sensor, step: int, workers: int = 1, read_s: float = 2.0
) -> Iterator[Judged]:
    """Gives every window judged, in order; the same whatever the workers and the length of reads.

    Args:
        recording: What is read.
        sensor: What recorded it.
        step: Samples of the analysis grid in one step of the trace.
        workers: How many windows are worked on at once.
        read_s: Length of the blocks that are read, seconds.
    """
    rate_hz = recording.rate_hz
    length_s = stretch_s(sensor, rate_hz=rate_hz)
    factor = sensor.thinning(rate_hz)
    raw = raw_windows(recording, margin_s=sensor.margin_at_least_s(), factor=factor, read_s=read_s)

    def prepared(each: RawWindow) -> tuple[Ready, FloatArray]:
        ready = conditioned(each, sensor=sensor, rate_hz=rate_hz, saturation=recording.saturation)
        return ready, stretch_noise(ready.window, length_s=length_s)

    def judge(job: tuple[Ready, FloatArray, FloatArray]) -> Judged:
        return judged(job[0], job[1], stretches=job[2], sensor=sensor, step=step)

    yield from _in_order(judge, _with_neighbours(_in_order(prepared, raw, workers=workers)), workers=workers)


def _with_neighbours(
    ready: Iterable[tuple[Ready, FloatArray]],
) -> Iterator[tuple[Ready, FloatArray, FloatArray]]:
    """Gives each window with its noise, and with that of itself, of three before and of one after."""
    noise: deque[FloatArray] = deque(maxlen=BEFORE + 1 + AFTER)
    waiting: deque[tuple[Ready, FloatArray]] = deque()
    for each in ready:
        noise.append(each[1])
        waiting.append(each)
        if len(waiting) > AFTER:
            yield *waiting.popleft(), np.concatenate(noise)
    while waiting:
        # at the end of the recording fewer follow, and what lies further back falls away
        while len(noise) > BEFORE + len(waiting):
            noise.popleft()
        yield *waiting.popleft(), np.concatenate(noise)


def _in_order(work: Callable[[A], B], jobs: Iterable[A], *, workers: int) -> Iterator[B]:
    """Gives what each job comes to in the order of the jobs, so many at once."""
    if workers == 1:
        yield from map(work, jobs)
        return
    with ThreadPoolExecutor(workers) as pool:
        running: deque[Future[B]] = deque()
        for job in jobs:
            running.append(pool.submit(work, job))
            if len(running) >= workers:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
