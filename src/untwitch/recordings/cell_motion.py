"""How far the skin moved in each cell of a grid, apart from what the whole picture did.

The picture is first brought back to where a reference picture had it (the camera's shift, turn and zoom),
then each cell is asked how far its own skin lies off, to a few hundredths of a pixel. Brightness that changes
over a whole cell is no movement. A picture that movement cannot explain (a blink, a hand, a cut) has no
answer: unknown, not still.

    picture -> brought back -> cells, by least squares -> affine motion of most cells -> again, until small
                                   |_ what no affine motion explains is the answer

Reference: Lucas B, Kanade T. An iterative image registration technique. IJCAI 1981:674 (from memory).
"""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.floating[Any]]

ROWS, COLUMNS = 6, 8
"""Cells of the grid over the picture."""

REFERENCE_S = 10.0
"""A reference is kept no longer: light and skin change."""

_BLUR_PX = 0.8
_ROUNDS = 3
_STILL_PX = 0.25
"""Affine motion left that needs no further round."""
_TEXTURE_NOISE = 4.0
"""Added to each cell's texture (grey levels squared a pixel), so that plain skin answers with no movement."""
_FARTHEST_CELL_PX = 3.0
_FARTHEST_STEP = 0.03
"""Movement of the whole picture from one frame to the next, as part of its width, that blurs it."""
_FARTHEST_REFERENCE = 0.08
_UNEXPLAINED_TIMES_USUAL = 3.0
_UNEXPLAINED_GREY = 2.0
_UNEXPLAINED_CELLS = 3
_FIRST_GREY = 2.0
_LOST_S = 0.5
_USUAL_FRAMES = 120
_HUBER_PX = 0.1


class CellMotion:
    """Follows the skin from frame to frame."""

    def __init__(self) -> None:
        self._reference: Floats = np.zeros((0, 0), np.float32)
        self._affine = np.eye(3)
        self._carried = np.zeros((ROWS * COLUMNS, 2))
        self._last = np.zeros((ROWS * COLUMNS, 2))
        self._reference_s = self._seen_s = 0.0
        self._usual: list[float] = []

    def follow(self, image: Image, time_s: float) -> npt.NDArray[np.float32] | None:
        """Gives how far the skin of each cell lies from where it lay at the start, in pixels.

        Args:
            image: The picture in grey, `(height, width)`.
            time_s: Its time.

        Returns:
            Down and to the right by cell, `(48, 2)`, less what the whole picture did; None where it cannot
            be followed.
        """
        grey: Floats = np.asarray(cv2.GaussianBlur(image.astype(np.float32), (0, 0), _BLUR_PX), np.float32)
        if self._reference.shape != grey.shape:
            self._begin(grey, time_s)
            return None  # the reference itself has no noise against itself, unlike all that follow
        before = self._affine.copy()
        cells, unexplained = self._cells(grey)
        step = np.abs(self._affine[:2, 2] - before[:2, 2]).max() / grey.shape[1]
        if self._is_strange(unexplained) or step > _FARTHEST_STEP or not np.isfinite(cells).all():
            self._affine = before
            if time_s - self._seen_s > _LOST_S:
                self._begin(grey, time_s)
            return None
        self._usual = [*self._usual[-_USUAL_FRAMES:], float(np.median(unexplained))]
        self._seen_s, self._last = time_s, self._carried + cells
        answer = self._last.astype(np.float32)
        far = np.abs(self._affine[:2, 2]).max() / grey.shape[1] > _FARTHEST_REFERENCE
        if far or time_s - self._reference_s > REFERENCE_S:
            self._begin(grey, time_s)
        return answer

    def _begin(self, grey: Floats, time_s: float) -> None:
        """Takes a picture as the reference; what was found before goes on from there."""
        height, width = grey.shape
        self._reference = grey
        self._affine = np.eye(3)
        self._carried = self._last
        self._reference_s = self._seen_s = time_s
        slopes = [
            cv2.Sobel(grey, cv2.CV_32F, 0, 1, scale=1 / 8),
            cv2.Sobel(grey, cv2.CV_32F, 1, 0, scale=1 / 8),
        ]
        self._slopes: tuple[Floats, ...] = tuple(
            np.asarray(each - _spread(_means(np.asarray(each, np.float32)), grey.shape), np.float32)
            for each in slopes
        )
        down, right = self._slopes
        texture = np.stack(
            [
                np.stack([_means(down * down), _means(down * right)], axis=-1),
                np.stack([_means(down * right), _means(right * right)], axis=-1),
            ],
            axis=-2,
        )
        self._inverse = np.linalg.inv(texture + _TEXTURE_NOISE / 100 * np.eye(2))
        rows, columns = np.meshgrid(
            (np.arange(ROWS) + 0.5) / ROWS * height,
            (np.arange(COLUMNS) + 0.5) / COLUMNS * width,
            indexing="ij",
        )
        self._design = np.stack([rows.ravel(), columns.ravel(), np.ones(ROWS * COLUMNS)], axis=1)
        self._trust = 1 / np.trace(self._inverse, axis1=-2, axis2=-1).ravel()

    def _cells(self, grey: Floats) -> tuple[Floats, Floats]:
        """Brings a picture back and gives what is left by cell, `(48, 2)`, and what no movement explains."""
        cells = unexplained = np.zeros((ROWS * COLUMNS, 2))
        height, width = grey.shape
        for _ in range(_ROUNDS):
            back = cv2.warpAffine(
                grey,
                self._affine[:2][::-1, [1, 0, 2]].astype(np.float64),
                (width, height),
                flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_REPLICATE,
            )
            difference: Floats = np.asarray(np.asarray(back, np.float32) - self._reference, np.float32)
            # slopes have no mean within a cell, so that light over a whole cell pulls nowhere
            pull = np.stack([_means(np.multiply(each, difference)) for each in self._slopes], axis=-1)
            moved = -np.einsum("rcij,rcj->rci", self._inverse, pull)
            left = _means(difference * difference) - _means(difference) ** 2 + (moved * pull).sum(axis=-1)
            unexplained = np.sqrt(np.maximum(left, 0)).ravel()
            moved = np.clip(moved.reshape(-1, 2), -_FARTHEST_CELL_PX, _FARTHEST_CELL_PX)
            whole = _affine_fit(self._design, moved, self._trust)
            fitted = self._design @ whole
            cells = moved - fitted
            self._affine = self._affine @ (np.eye(3) + np.vstack([whole.T, np.zeros(3)]))
            if np.abs(fitted).max() < _STILL_PX:
                break
        return cells, unexplained

    def _is_strange(self, unexplained: Floats) -> bool:
        """Says whether more changed than movement, light and noise explain."""
        usual = float(np.median(self._usual)) if self._usual else _FIRST_GREY
        most = _UNEXPLAINED_TIMES_USUAL * usual + _UNEXPLAINED_GREY
        return bool((unexplained > most).sum() >= _UNEXPLAINED_CELLS)


def _means(values: Floats) -> Floats:
    """Gives the mean of each cell, `(6, 8)`."""
    return cv2.resize(values, (COLUMNS, ROWS), interpolation=cv2.INTER_AREA).astype(np.float64)


def _spread(cells: Floats, shape: tuple[int, ...]) -> Floats:
    """Gives each pixel the value of its cell."""
    size = (shape[1], shape[0])
    return np.asarray(cv2.resize(cells.astype(np.float32), size, interpolation=cv2.INTER_NEAREST))


def _affine_fit(design: Floats, moved: Floats, trust: Floats) -> Floats:
    """Gives the affine motion that most cells share, `(3, 2)`: a twitching cell does not pull it along."""
    weights = trust = trust / max(float(trust.max()), 1e-12)
    found: Floats = np.zeros((3, 2))
    for _ in range(4):
        weighted = design * weights[:, None]
        found = np.linalg.lstsq(weighted.T @ design, weighted.T @ moved, rcond=None)[0]
        off = np.linalg.norm(moved - design @ found, axis=1)
        weights = trust * np.minimum(1, _HUBER_PX / np.maximum(off, 1e-9))
    return found
