"""The sample of FIT, made anew: `python -m tests.sources.fit_sample` writes it."""

from pathlib import Path

from tests.intake.fit_files import (
    ENUM,
    SESSION,
    UINT8,
    UINT16,
    UINT32,
    activity,
    definition,
    file_id,
    fit_file,
    message,
    records,
    session,
    told,
)

SAMPLE = Path(__file__).parent / "samples" / "fit.fit"
MORNING_S = 1_772_431_200
"""2026-03-02 07:00 in a place one hour ahead of UTC."""
HOUR_S = 3600
MIDNIGHT_S = MORNING_S - 7 * HOUR_S


def sample() -> bytes:
    """Gives five files behind each other: two workouts, a day, a night, a scale."""
    wearer = definition(4, 3, [(2, UINT8), (8, UINT8), (11, UINT8)]) + message(
        4, ("B", 41), ("B", 60), ("B", 185)
    )
    run = fit_file(
        file_id(4),
        wearer,
        records(MORNING_S, [(0, 130), (600, 135), (1200, 140)]),
        SESSION,
        session(MORNING_S, 30, energy_kcal=310, mean_hr=135),
        activity(MORNING_S + 1800, offset_s=HOUR_S),
    )
    rated = fit_file(
        file_id(4), SESSION, session(MORNING_S + 10 * HOUR_S, 20, energy_kcal=90, rpe_times_ten=70),
        activity(MORNING_S + 11 * HOUR_S, offset_s=HOUR_S),
    )  # fmt: skip
    counters = definition(1, 103, [(253, UINT32), (0, UINT32)])
    counters += message(1, ("I", told(MIDNIGHT_S)), ("I", told(MIDNIGHT_S + HOUR_S)))
    counters += definition(2, 55, [(253, UINT32), (5, ENUM), (3, UINT32), (19, UINT16)])
    for hour, steps, kcal in ((8, 412, 20), (12, 3012, 0xFFFF), (24, 7012, 310)):
        counters += message(2, ("I", told(MIDNIGHT_S + hour * HOUR_S)), ("B", 6), ("I", steps), ("H", kcal))
    counters += definition(3, 211, [(253, UINT32), (1, UINT8)])
    counters += message(3, ("I", told(MIDNIGHT_S + 24 * HOUR_S)), ("B", 58))
    counters += (
        definition(4, 227, [(1, UINT32), (0, UINT16)]) + message(4, ("I", told(MORNING_S)), ("H", 31)) * 4
    )
    day = fit_file(file_id(32), counters)
    stages = definition(1, 275, [(253, UINT32), (0, ENUM)])
    for after_h, stage in ((-1.0, 2), (1.0, 3), (2.5, 1), (2.75, 4), (6.25, 1)):
        stages += message(1, ("I", told(MIDNIGHT_S + after_h * HOUR_S)), ("B", stage))
    night = fit_file(file_id(49), stages)
    weights = definition(1, 30, [(253, UINT32), (0, UINT16)])
    for raw in (7580, 65534):  # the second is what a scale writes while it is still weighing
        weights += message(1, ("I", told(MORNING_S)), ("H", raw))
    scale = fit_file(file_id(9, maker=11, product=3), weights)
    return run + rated + day + night + scale


if __name__ == "__main__":
    SAMPLE.write_bytes(sample())
