"""A recording drawn small while its windows go by: lowest and highest value of each step."""

from dataclasses import dataclass

import numpy as np

from untwitch.recordings.sensor import FloatArray, Sensor
from untwitch.recordings.summary import TRACE_POINTS_AT_MOST, Trace


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """Envelopes that fill up window by window.

    Attributes:
        step: Samples of the analysis grid in one step.
        low: Lowest value, `(n_steps, n_channels)`; nan where nothing is known.
        high: Highest value, `(n_steps, n_channels)`.
        statistic: Highest statistic, `(n_steps,)`.
    """

    step: int
    low: FloatArray
    high: FloatArray
    statistic: FloatArray

    @classmethod
    def over(cls, n_samples: int, *, n_channels: int) -> "Drawing":
        """Gives an empty drawing of so many samples, in at most half of 4,000 steps of two points each."""
        step = max(1, -(-n_samples // (TRACE_POINTS_AT_MOST // 2)))
        n_steps = n_samples // step + 1
        blank = np.full((n_steps, n_channels), np.nan, np.float32)
        return cls(step, blank, blank.copy(), np.full(n_steps, np.nan, np.float32))

    def add(self, first: int, low: FloatArray, high: FloatArray, statistic: FloatArray) -> None:
        """Takes the steps of one window; a step that two windows share keeps what reaches furthest.

        Args:
            first: Number of the first step.
            low: Lowest values, `(n, n_channels)`.
            high: Highest values.
            statistic: Highest statistic, `(n,)`.
        """
        end = min(first + len(low), len(self.low))
        kept = slice(0, end - first)
        np.fmin(self.low[first:end], low[kept], out=self.low[first:end])
        np.fmax(self.high[first:end], high[kept], out=self.high[first:end])
        np.fmax(self.statistic[first:end], statistic[kept], out=self.statistic[first:end])

    def trace(
        self, channel: int, *, names: tuple[str, ...], rate_hz: float, sensor: Sensor, unit: str
    ) -> Trace:
        """Gives the trace of one channel.

        Args:
            channel: Its index.
            names: Names of all channels.
            rate_hz: Samples a second of the analysis grid.
            sensor: Its threshold is drawn.
            unit: Unit of the channel.
        """
        return Trace(
            step_s=self.step / rate_hz,
            channel=names[channel],
            channel_low=self.low[:, channel].copy(),
            channel_high=self.high[:, channel].copy(),
            statistic=self.statistic,
            threshold=sensor.threshold,
            unit=unit,
        )
