"""The list of signs for which somebody should look, and how soon: the same for all, and asks nothing."""

from dataclasses import dataclass

from untwitch.actions.check import rules_to_sign

NOW = "Call an ambulance or go to an emergency department now"
_HEADINGS = {
    ("emergency", "now"): NOW,
    ("urgent", "today"): "See a doctor today",
    ("urgent", "days"): "See a doctor within days",
    ("urgent", "two_weeks"): "See a doctor within two weeks",
}


@dataclass(frozen=True, slots=True)
class Signs:
    """Signs that ask for the same.

    Attributes:
        heading: What to do, and how soon.
        is_emergency: Whether it is now.
        signs: The signs, as a person would notice them.
    """

    heading: str
    is_emergency: bool
    signs: tuple[str, ...]


def signs() -> tuple[Signs, ...]:
    """Gives the signs that cannot wait for weeks, the most urgent first."""
    found: dict[tuple[str, str], dict[str, None]] = {each: {} for each in _HEADINGS}
    for rule in rules_to_sign():
        if (rule.urgency, rule.within) in found:
            found[rule.urgency, rule.within].setdefault(rule.sign)
    return tuple(
        Signs(_HEADINGS[key], key[0] == "emergency", tuple(said)) for key, said in found.items() if said
    )
