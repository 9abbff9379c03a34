"""The one rule that turns a workout into exertion, used by every source."""

import math
from dataclasses import dataclass
from typing import Literal

from untwitch.facts.refused import Refused

Basis = Literal["rpe", "heart_rate_reserve", "energy", "assumed"]
_RPE_ASSUMED = 4.0


@dataclass(frozen=True, slots=True)
class Workout:
    """What a file says of one workout; None is unknown.

    Attributes:
        minutes: Duration.
        rpe_0_10: Rated effort of the session (Borg CR-10).
        mean_hr_bpm: Mean heart rate.
        resting_hr_bpm: Resting heart rate of the person.
        max_hr_bpm: Highest heart rate of the person.
        energy_kcal: Active energy.
    """

    minutes: float
    rpe_0_10: float | None = None
    mean_hr_bpm: float | None = None
    resting_hr_bpm: float | None = None
    max_hr_bpm: float | None = None
    energy_kcal: float | None = None

    def __post_init__(self) -> None:
        if not (math.isfinite(self.minutes) and 0 <= self.minutes <= 1440):
            raise Refused(f"a workout of {self.minutes:g} minutes is not believable")


def exertion_au(workout: Workout) -> tuple[float, Basis]:
    """Gives the exertion of a workout, in arbitrary units: minutes times rated effort.

    Where no rating exists the effort is estimated: from the mean heart-rate reserve (0 to 1 becomes 0 to 10),
    else from energy per minute (10 kcal per minute is taken as effort 7), else 4. All but a rating are
    estimates and marked so where they are kept.

    Args:
        workout: What the file says.

    Returns:
        Exertion in au, and what the effort rests on.

    Reference:
        Foster C et al. (2001), J Strength Cond Res 15:109 (session-RPE; from memory). The two fallbacks are
        rules of this project, not published conversions.
    """
    rpe, basis = _effort_0_10(workout)
    return workout.minutes * rpe, basis


def _effort_0_10(workout: Workout) -> tuple[float, Basis]:
    if workout.rpe_0_10 is not None:
        return workout.rpe_0_10, "rpe"
    rest, peak, mean = workout.resting_hr_bpm, workout.max_hr_bpm, workout.mean_hr_bpm
    if rest is not None and peak is not None and mean is not None and peak > rest:
        return 10 * min(max((mean - rest) / (peak - rest), 0.0), 1.0), "heart_rate_reserve"
    if workout.energy_kcal is not None and workout.minutes > 0:
        return min(max(0.7 * workout.energy_kcal / workout.minutes, 1.0), 10.0), "energy"
    return _RPE_ASSUMED, "assumed"
