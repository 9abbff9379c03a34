from untwitch.facts.food import UNKNOWN_FOODS
from untwitch.facts.measure import measure


def test_what_counts_foods_stands_beside_the_timeline_and_is_summed_over_a_day() -> None:
    for name, counted in UNKNOWN_FOODS.items():
        assert measure(name).timeline
        held = measure(counted)
        assert (held.kind, held.unit, held.combine_over_day) == ("count", "count", "sum")
        assert not held.timeline
