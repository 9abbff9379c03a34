"""Units as people and files write them become the canonical one."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.measure import measure, measures
from untwitch.facts.refused import Refused
from untwitch.facts.unit import known_units, to_canonical


@pytest.mark.parametrize(
    ("value", "unit", "name", "canonical"),
    [
        (95, "", "caffeine_mg", 95),
        (0.095, "g", "caffeine_mg", 95),
        (95_000, "mcg", "caffeine_mg", 95),
        (1.5, "L", "water_ml", 1500),
        (1, "fl_oz_us", "water_ml", 29.5735295625),  # NIST Handbook 44: 1 US gallon is 231 cubic inches
        (2, "cup us", "water_ml", 473.176473),
        (390, "min", "sleep_h", 6.5),
        (6.5, "hours", "sleep_h", 6.5),
        (1, "day", "screen_h", 24),
        (98.6, "degF", "body_temperature_c", 37),
        (37, "degC", "body_temperature_c", 37),
        (72, "count/min", "resting_hr_bpm", 72),
        (1.2, "count/s", "resting_hr_bpm", 72),
        (100, "kJ", "active_energy_kcal", 23.900573613766730),
        (50, "Cal", "active_energy_kcal", 50),
        (150, "lb", "body_mass_kg", 68.0388555),
        (0.05, "s", "hrv_sdnn_ms", 50),
        (7, "0-10", "stress_0_10", 7),
    ],
)  # fmt: skip
def test_a_written_unit_becomes_the_canonical_one(
    value: float, unit: str, name: str, canonical: float
) -> None:
    assert math.isclose(canonical, to_canonical(value, unit, measure=measure(name)), rel_tol=1e-12)


def test_a_unit_that_does_not_fit_names_those_that_do() -> None:
    with pytest.raises(Refused, match=r"unit 'ml' does not fit caffeine_mg; nearest: .*mg"):
        to_canonical(1, "ml", measure=measure("caffeine_mg"))


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_value_that_is_not_a_number_is_refused(value: float) -> None:
    with pytest.raises(Refused, match="is not a number"):
        to_canonical(value, "mg", measure=measure("caffeine_mg"))


def test_the_known_units_begin_with_the_canonical_one() -> None:
    for each in measures().values():
        assert known_units(each)[0] == each.unit
    assert "degF" in known_units(measure("body_temperature_c"))


@given(st.sampled_from(sorted(measures())), st.floats(0, 1e6))
def test_the_canonical_unit_changes_nothing(name: str, value: float) -> None:
    assert to_canonical(value, measure(name).unit, measure=measure(name)) == value


@given(st.sampled_from(sorted(measures())), st.floats(0, 1e6), st.floats(0, 1e6))
def test_more_stays_more_in_every_unit(name: str, one: float, other: float) -> None:
    for unit in known_units(measure(name)):
        low, high = (to_canonical(each, unit, measure=measure(name)) for each in sorted((one, other)))
        assert low <= high
