"""The change that a rate ratio is told for: one that a person can make, and that their diary has seen."""

import re

from untwitch.explain.dose import Dose

_MOST_SWINGS = 2.0
_PARTS = (1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01)
_LEADING_NUMBER = re.compile(r"^[\d.,]*\d")
_ASIDE = re.compile(r" \(.*\)$")


def noticed_change(dose: Dose, swing: float) -> tuple[float, str]:
    """Gives the change and its words: that of the dose, or a round part of it within two usual swings.

    Told for a change far beyond what the diary has seen, an effect is drawn out along a straight line that
    nobody has walked: 100 mg less magnesium in a diary whose weeks differ by 30 mg.

    Args:
        dose: The dose, with its own change in words that begin with a number, or with none.
        swing: One standard deviation of the dose, in its unit.

    Returns:
        The change in the unit of the dose, and in words.
    """
    said = _LEADING_NUMBER.match(dose.per)
    if dose.change <= _MOST_SWINGS * swing or not said:
        return dose.change, dose.per
    part = next((each for each in _PARTS if dose.change * each <= _MOST_SWINGS * swing), _PARTS[-1])
    # The words may count in another unit than the dose: 1 h less every night is 7 h of debt.
    number = float(said[0].replace(",", "")) * part
    return dose.change * part, _ASIDE.sub("", _LEADING_NUMBER.sub(f"{number:,.4g}", dose.per))
