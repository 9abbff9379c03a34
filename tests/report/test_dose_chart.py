"""Doses: one panel a cause on one scale, how sure it is without colour, one table for all."""

from tests.report.drawn import layers, text
from tests.report.sample_person import cause
from tests.report.sample_picture import curve

from untwitch.report.dose_chart import doses

CURVES = (curve("stress", "stress_0_10"), curve("caffeine", "caffeine_load_mg"), curve("sleep", "new_dose_h"))
CAUSES = [cause("stress", "unlikely"), cause("caffeine", "likely"), cause("sleep", "cannot_tell")]


def test_every_cause_has_its_panel_with_its_own_days_and_its_better_days() -> None:
    made = doses(CURVES, CAUSES)
    assert made is not None
    drawn = layers(made)
    for name in ("stress", "caffeine", "sleep"):
        assert len(drawn[f"days_{name}"]) == 11
        assert len(drawn[f"better_{name}"]) == 1
    assert "stress, of 10" in text(made)
    assert "caffeine in the body, mg a day" in text(made)
    assert "new dose h" in text(made)


def test_how_sure_it_is_shows_without_colour() -> None:
    made = doses(CURVES, CAUSES)
    assert made is not None
    drawn = layers(made)
    assert {"told_caffeine", "open_stress", "open_sleep"} <= set(drawn)

    def look(name: str) -> tuple[str | None, float]:
        line = drawn[name][0]
        return line.get("stroke-dasharray"), float(line.get("stroke-width", 1))

    assert look("open_line_sleep")[0] == "4,3"
    assert look("told_line_caffeine")[1] > look("open_line_stress")[1]
    possible = doses(CURVES[:1], [cause("stress", "possible")])
    assert possible is not None
    wide = float(layers(possible)["open_line_stress"][0].get("stroke-width", 1))
    assert look("open_line_stress")[1] < wide < look("told_line_caffeine")[1]


def test_the_numbers_are_those_of_the_curve() -> None:
    made = doses(CURVES[:1], CAUSES)
    assert made is not None
    assert made.table.rows[0] == ("Stress", "a stress of 0", "0.82", "0.74", "0.90")
    assert len(made.table.rows) == 5
    # e^(0.1 (8 - 2)) at the 80th percentile
    assert "With a stress of 8 1.8 times as many as with a stress of 2, between 1.6 and 2" in made.svg


def test_less_variability_is_shown_as_less_variability() -> None:
    made = doses([curve("stress", "hrv_rmssd_low_ms", sign=-1.0)], CAUSES)
    assert made is not None
    assert made.table.rows[0][1] == "a heart rate variability of 10 ms"
    assert made.table.rows[-1][1] == "a heart rate variability of 0 ms"


def test_without_a_curve_of_a_known_cause_nothing_is_drawn() -> None:
    assert doses([], CAUSES) is None
    assert doses(CURVES, []) is None
