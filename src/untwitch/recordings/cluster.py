"""Which twitches look alike: at least so many sources, never a number of motor units."""

import numpy as np

from untwitch.recordings.features import Candidate
from untwitch.recordings.sensor import FloatArray

_ALIKE = 0.85
_RATIO = (0.6, 1.6)
_SHIFT_S = 0.002
SHAPES_FROM = 1.5
_MEMBERS = 2
"""Twitches that a shape needs to count as a source beside others."""
_SHAPES_AT_MOST = 200


def likely_sources(
    found: list[Candidate], *, threshold: float, rate_hz: float
) -> tuple[list[int | None], list[FloatArray], list[int]]:
    """Gives the likely source of each candidate, by shape.

    The highest come first. One joins the source it is most alike if the cosine of the two shapes, shifted by
    at most 2 ms, is at least 0.85 and their sizes are within a ratio of 0.6 to 1.6; else it begins another.
    Sources of a single twitch count as none where others have more.

    Args:
        found: Candidates, shapes of one set of channels.
        threshold: Default threshold of the sensor; only candidates 1.5 times as high are compared.
        rate_hz: Samples a second of the shapes.

    Returns:
        The number of each candidate's source, from 1, or None; the mean shape of each source; how many
        twitches each has.
    """
    clear = [
        index
        for index, each in enumerate(found)
        if each.shape is not None and each.statistic >= SHAPES_FROM * threshold
    ]
    clear.sort(key=lambda index: -found[index].statistic)
    clear = clear[:_SHAPES_AT_MOST]
    shift = max(1, round(_SHIFT_S * rate_hz))
    sums: list[FloatArray] = []
    members: list[list[int]] = []
    means: FloatArray | None = None
    for index in clear:
        shape = found[index].shape
        if shape is None or (sums and shape.shape != sums[0].shape):
            continue
        moved = np.stack([np.roll(shape, by, axis=0) for by in range(-shift, shift + 1)])
        best, by = _most_alike(means, moved)
        if best is None:
            sums.append(shape)
            members.append([index])
            best = len(sums) - 1
        else:
            sums[best] = sums[best] + moved[by]
            members[best].append(index)
        mean = np.asarray(sums[best] / len(members[best]), np.float32).ravel()
        if means is None or best == len(means):
            means = np.concatenate([means, mean[np.newaxis]]) if means is not None else mean[np.newaxis]
        else:
            means[best] = mean
    many = [place for place, of in enumerate(members) if len(of) >= _MEMBERS]
    kept = many or list(range(len(members)))[:1]
    number: list[int | None] = [None] * len(found)
    for source, place in enumerate(kept, 1):
        for index in members[place]:
            number[index] = source
    shapes = [np.asarray(sums[place] / len(members[place]), dtype=np.float32) for place in kept]
    return number, shapes, [len(members[place]) for place in kept]


def _most_alike(means: FloatArray | None, moved: FloatArray) -> tuple[int | None, int]:
    """Gives the source a shape is most alike, None for none, and by which of its shifts.

    Args:
        means: Mean shape of each source, `(n_sources, size)`, or None for no source yet.
        moved: The shape, shifted, `(n_shifts, n, k)`.
    """
    if means is None:
        return None, 0
    flat = moved.reshape(len(moved), -1)
    size, own = np.linalg.norm(means, axis=1), float(np.linalg.norm(flat[0]))
    cosine = means @ flat.T / np.maximum(size[:, np.newaxis] * own, 1e-9)
    ratio = own / np.maximum(size, 1e-9)
    cosine[(ratio < _RATIO[0]) | (ratio > _RATIO[1])] = -1
    place, by = np.unravel_index(int(cosine.argmax()), cosine.shape)
    return (int(place), int(by)) if cosine[place, by] >= _ALIKE else (None, 0)
