"""What of a body changes a dose: how fast it breaks caffeine down, how much sleep it needs."""

from untwitch.facts.person import Physiology

CAFFEINE_HALF_LIFE_H = 5.0
PREGNANCY_FACTOR = 8.3 / 3.4
SMOKING_FACTOR = 0.5
ORAL_CONTRACEPTIVE_FACTOR = 2.0


def caffeine_half_life_h(physiology: Physiology) -> float:
    """Gives the half-life of caffeine in a body, in hours; what is not known does not change it.

    Reference:
        Institute of Medicine (2001), Caffeine for the Sustainment of Mental Task Performance: mean 5 h.
        Knutti R et al. (1981), DOI 10.1007/BF00637512: 3.4 h outside pregnancy, 8.3 h in it. Smoking about
        halves and an oral contraceptive about doubles it (secondary sources).
    """
    half_life = CAFFEINE_HALF_LIFE_H
    if physiology.pregnant:
        half_life *= PREGNANCY_FACTOR
    if physiology.smoking:
        half_life *= SMOKING_FACTOR
    if physiology.oral_contraceptive:
        half_life *= ORAL_CONTRACEPTIVE_FACTOR
    return half_life


def sleep_need_h(physiology: Physiology) -> float:
    """Gives the hours of sleep that a night is compared with: 7 for adults, 8 for teens, 9 for children.

    Reference:
        Watson NF et al. (2015), DOI 10.5664/jcsm.4758 (adults); the two for younger people are from memory.
    """
    age = physiology.age_years
    if age is None or age >= 18:
        return 7.0
    return 8.0 if age >= 13 else 9.0
