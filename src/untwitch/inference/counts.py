"""What was counted: exact counts, counts known to lie between two bounds, and rows nobody watched."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of consecutive rows of equal length.

    Attributes:
        low: Smallest count possible, `(n,)`; nan where nothing was recorded.
        high: Largest count possible, `(n,)`; equal to `low` for an exact count, inf for no upper bound.
        offset: Log of the exposure (say, hours watched), `(n,)`, finite in every row.
    """

    low: Floats
    high: Floats
    offset: Floats

    def __post_init__(self) -> None:
        if not (self.low.ndim == 1 and self.low.shape == self.high.shape == self.offset.shape):
            shapes = f"{self.low.shape}, {self.high.shape} and {self.offset.shape}"
            raise ValueError(f"low, high and offset are three columns of one length, got {shapes}")
        if len(self.low) < 2:
            raise ValueError(f"a rate that drifts from row to row needs two rows, got {len(self.low)}")
        if not np.isfinite(self.offset).all():
            raise ValueError(f"an offset is finite, got {self.offset[~np.isfinite(self.offset)][0]!r}")
        low, high = self.low[self.observed], self.high[self.observed]
        bad = ~((low >= 0) & (high >= low) & np.isfinite(low) & (low == np.floor(low)))
        bad |= np.isfinite(high) & (high != np.floor(high))
        if bad.any():
            where = int(np.flatnonzero(bad)[0])
            raise ValueError(
                "bounds of a count are whole, 0 <= low <= high, "
                f"got {float(low[where])!r} to {float(high[where])!r}"
            )

    @property
    def observed(self) -> Truths:
        """Rows where something was recorded, `(n,)`."""
        return np.asarray(~np.isnan(self.low), dtype=np.bool_)

    @property
    def mean_rate(self) -> float:
        """Counts per unit of exposure, never zero: half a count is added. 1.0 where nothing is recorded."""
        seen = self.observed
        if not seen.any():
            return 1.0
        low, high = self.low[seen], self.high[seen]
        middle = np.where(np.isfinite(high), (low + high) / 2, low)
        return float((middle.sum() + 0.5) / np.exp(self.offset[seen]).sum())

    @classmethod
    def exact(cls, y: npt.ArrayLike, offset: npt.ArrayLike | None = None) -> "Counts":
        """Gives counts that are known exactly.

        Args:
            y: Counts, `(n,)`; nan where nothing was recorded.
            offset: Log exposure, `(n,)`; None for the same exposure in every row.
        """
        column = np.asarray(y, dtype=np.float64)
        exposure = np.zeros_like(column) if offset is None else np.asarray(offset, dtype=np.float64)
        return cls(column, column, exposure)
