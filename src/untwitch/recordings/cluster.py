"""Which twitches look alike: at least so many sources, never a number of motor units."""

import numpy as np

from untwitch.recordings.features import Candidate
from untwitch.recordings.sensor import FloatArray

_ALIKE = 0.85
_RATIO = (0.6, 1.6)
_SHIFT_S = 0.002
_FROM_STATISTIC = 1.5
_MEMBERS = 2
"""Twitches that a shape needs to count as a source beside others."""
_SHAPES_AT_MOST = 400


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
        if each.shape is not None and each.statistic >= _FROM_STATISTIC * threshold
    ]
    clear.sort(key=lambda index: -found[index].statistic)
    clear = clear[:_SHAPES_AT_MOST]
    shift = max(1, round(_SHIFT_S * rate_hz))
    sums: list[FloatArray] = []
    members: list[list[int]] = []
    for index in clear:
        shape = found[index].shape
        if shape is None or (sums and shape.shape != sums[0].shape):
            continue
        alike = [
            _likeness(np.asarray(total / len(of), np.float32), shape, shift=shift)
            for total, of in zip(sums, members, strict=True)
        ]
        best = int(np.argmax([each[0] for each in alike])) if alike else -1
        if best >= 0 and alike[best][0] >= _ALIKE:
            sums[best] = sums[best] + np.roll(shape, alike[best][1], axis=0)
            members[best].append(index)
        else:
            sums.append(shape)
            members.append([index])
    many = [place for place, of in enumerate(members) if len(of) >= _MEMBERS]
    kept = many or list(range(len(members)))[:1]
    number: list[int | None] = [None] * len(found)
    for source, place in enumerate(kept, 1):
        for index in members[place]:
            number[index] = source
    shapes = [np.asarray(sums[place] / len(members[place]), dtype=np.float32) for place in kept]
    return number, shapes, [len(members[place]) for place in kept]


def _likeness(mean: FloatArray, shape: FloatArray, *, shift: int) -> tuple[float, int]:
    """Gives the largest cosine over small shifts, 0 where the sizes differ too much, and the shift."""
    size, other = float(np.linalg.norm(mean)), float(np.linalg.norm(shape))
    if not _RATIO[0] <= other / max(size, 1e-9) <= _RATIO[1]:
        return 0.0, 0
    best, best_by = -1.0, 0
    for by in range(-shift, shift + 1):
        cosine = float(np.vdot(mean, np.roll(shape, by, axis=0))) / (size * other)
        if cosine > best:
            best, best_by = cosine, by
    return best, best_by
