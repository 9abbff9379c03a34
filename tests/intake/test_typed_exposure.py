"""Typed exposures: foods fan out, unknown is left out, supplements stay apart."""

import datetime as dt

import pytest

from untwitch.facts.instant import Instant
from untwitch.facts.measure import measure
from untwitch.facts.refused import Refused
from untwitch.intake import typed_exposure
from untwitch.intake.typed_watch import Moment

NOW = Instant(1_792_267_200_000, "Europe/Amsterdam", "guess")
TODAY = NOW.local_day()


def values(made: typed_exposure.TypedExposures) -> dict[str, float]:
    return {each.measure: each.value for each in made.entries}


def of_measure(measure_id: str, value: str) -> typed_exposure.TypedExposures:
    return typed_exposure.of_measure(measure_id, value, at=NOW, note="")


def of_food(name: str, value: str = "") -> typed_exposure.TypedExposures:
    return typed_exposure.of_food(name, value, at=NOW, note="with lunch")


@pytest.mark.parametrize(
    ("measure_id", "value", "wanted"),
    [
        ("caffeine_mg", "95mg", 95), ("caffeine_mg", "0.1 g", 100), ("caffeine_mg", "0", 0),
        ("sleep_h", "6h30", 6.5), ("sleep_h", "390 min", 6.5), ("water_ml", "1.5 l", 1500),
        ("stress_0_10", "7/10", 7),
        ("body_mass_kg", "154 lb", 69.853), ("illness_0_1", "", 1), ("illness_0_1", "no", 0),
        ("illness_0_1", "1", 1),
    ],
)  # fmt: skip
def test_a_number_is_kept_in_the_unit_of_the_registry(measure_id: str, value: str, wanted: float) -> None:
    made = of_measure(measure_id, value)
    assert values(made) == {measure_id: pytest.approx(wanted, abs=0.001)}
    assert made.entries[0].start == made.entries[0].end == NOW


@pytest.mark.parametrize(
    ("measure_id", "value", "words"),
    [
        ("caffeine_mg", "", "how much caffeine"),
        ("caffeine_mg", "95 kilo", "unit 'kilo' does not fit caffeine_mg"),
        ("sleep_h", "30h", "not believable"),
        ("stress_0_10", "11", "not believable"),
        ("steps", "many", "not an amount"),
    ],
)
def test_a_wrong_amount_is_refused_in_one_sentence(measure_id: str, value: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        of_measure(measure_id, value)


def test_what_is_said_has_a_unit_only_where_it_helps() -> None:
    assert of_measure("caffeine_mg", "95").said == ("caffeine 95 mg",)
    assert of_measure("stress_0_10", "7").said == ("stress 7",)
    assert of_measure("steps", "8000").said == ("steps 8000",)
    assert of_measure("illness_0_1", "no").said == ("illness: no",)
    assert of_measure("illness_0_1", "yes").said == ("illness: yes",)


def test_a_coffee_becomes_its_minerals_its_caffeine_and_its_water() -> None:
    made = of_food("coffee")
    assert values(made) == {
        "magnesium_mg": 7.1, "potassium_mg": 116, "calcium_mg": 4.7, "caffeine_mg": 94.8, "water_ml": 236,
        "total_water_ml": 236,
    }  # fmt: skip
    assert {each.name for each in made.entries} == {"coffee"}
    assert {each.note for each in made.entries} == {"with lunch"}
    assert made.said[0].startswith("coffee, 1 mug (237 ml): ")


def test_a_food_adds_to_all_water_and_not_to_drinks() -> None:
    assert "water_ml" not in values(of_food("watermelon"))
    assert values(of_food("watermelon"))["total_water_ml"] == 256


@pytest.mark.parametrize(
    ("name", "value", "caffeine_mg", "size"),
    [
        ("coffee", "coffee 2", 189.6, "2 x 1 mug (237 ml)"),
        ("coffee", "1 coffee", 94.8, "1 mug (237 ml)"),
        ("coffee", "half coffee", 47.4, "0.5 x 1 mug (237 ml)"),
        ("coffee", "coffee 474ml", 189.6, "474 ml"),
        ("dark chocolate", "dark chocolate 50 g", 40.04, "50 g"),
    ],
)
def test_an_amount_is_portions_or_a_weight_or_a_volume(
    name: str, value: str, caffeine_mg: float, size: str
) -> None:
    made = of_food(name, value)
    assert values(made)["caffeine_mg"] == pytest.approx(caffeine_mg, rel=0.002)
    assert made.said[0].startswith(f"{name}, {size}: ")


def test_a_unit_that_does_not_fit_a_food_is_refused() -> None:
    with pytest.raises(Refused, match="unit 'mg' does not fit water_ml"):
        of_food("coffee", "coffee 20 mg")


def test_unknown_stays_unknown_and_is_said() -> None:
    made = of_food("yerba mate")
    assert "caffeine_mg" not in values(made)
    assert "caffeine_mg" in made.unknown
    assert made.said[1] == "not known of yerba mate: magnesium, potassium, calcium, caffeine"
    assert of_food("oat milk").entries == ()
    assert "nothing of it is known" in of_food("oat milk").said[0]
    assert of_food("dark chocolate").unknown == ()


def test_a_supplement_stays_apart_from_food() -> None:
    made = typed_exposure.of_supplement("Magnesium 200mg", at=NOW, note="")
    assert values(made) == {"magnesium_supplement_mg": 200}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("iron 10mg", "supplement 'iron' is not known; known: magnesium, potassium, calcium"),
        ("magnesum 10mg", "nearest: magnesium"),
        ("magnesium", "how much magnesium"),
        ("calcium 9000 mg", "not believable"),
    ],
)
def test_a_wrong_supplement_is_refused(value: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        typed_exposure.of_supplement(value, at=NOW, note="")


def test_a_workout_is_minutes_times_effort_and_an_estimate_without_one() -> None:
    rated = typed_exposure.of_workout("45", effort_0_10=6, at=NOW, note="")
    assert (rated.entries[0].value, rated.entries[0].estimate) == (270, False)
    guessed = typed_exposure.of_workout("1h", effort_0_10=None, at=NOW, note="")
    assert (guessed.entries[0].value, guessed.entries[0].estimate) == (240, True)
    assert "4 assumed" in guessed.said[0]


@pytest.mark.parametrize(
    ("value", "effort", "words"),
    [("", 5.0, "how long was the workout"), ("45", 11.0, "effort is 11; it goes from 0 to 10")],
)
def test_a_workout_that_cannot_be_is_refused(value: str, effort: float, words: str) -> None:
    with pytest.raises(Refused, match=words):
        typed_exposure.of_workout(value, effort_0_10=effort, at=NOW, note="")


NOTHING = typed_exposure.EatenAlready(frozenset(), {})


def food_check(eaten: typed_exposure.EatenAlready = NOTHING) -> typed_exposure.TypedExposures:
    return typed_exposure.of_food_check("3 1 2 6 6 3", now=NOW, eaten=eaten)


def test_the_food_check_gives_three_minerals_on_each_of_the_last_seven_whole_days() -> None:
    made = food_check()
    assert len(made.entries) == 21
    assert {each.start.local_day() for each in made.entries} == {TODAY - dt.timedelta(n) for n in range(1, 8)}
    for each in made.entries:
        assert each.estimate
        assert each.start.local().time() == each.end.local().time() == dt.time()
        assert each.note.startswith("likely ")
        measure(each.measure).refuse_unless_believable(each.value)
    assert any("says nothing about the blood" in line for line in made.said)


def test_days_with_foods_are_left_as_they_are_by_the_food_check() -> None:
    taken = TODAY - dt.timedelta(days=2)
    made = food_check(typed_exposure.EatenAlready(frozenset({taken}), {}))
    assert len(made.entries) == 18
    assert taken not in {each.start.local_day() for each in made.entries}
    assert made.said[-1].startswith("1 of the last 7 days have foods already")


def test_what_was_drunk_is_taken_off_so_that_no_mineral_counts_twice() -> None:
    day = TODAY - dt.timedelta(days=2)
    drunk = {(day, "potassium_mg"): 116.0, (day, "magnesium_mg"): 9999.0}
    made = food_check(typed_exposure.EatenAlready(frozenset(), drunk))
    of_day = {each.measure: each.value for each in made.entries if each.start.local_day() == day}
    plain = {each.measure: each.value for each in food_check().entries}
    assert of_day["potassium_mg"] == pytest.approx(plain["potassium_mg"] - 116, abs=0.1)
    assert of_day["magnesium_mg"] == 0
    assert of_day["calcium_mg"] == plain["calcium_mg"]


def test_the_food_check_needs_its_six_answers() -> None:
    with pytest.raises(Refused, match="needs 6 answers, it got 2"):
        typed_exposure.of_food_check("3, 1", now=NOW, eaten=NOTHING)


def test_foods_take_a_day_drinks_are_summed_and_other_measures_do_not_count() -> None:
    typed = [*of_food("coffee").entries, *of_food("coffee").entries, *of_measure("caffeine_mg", "95").entries]
    drunk = typed_exposure.eaten_already(typed, [])
    assert drunk.days == frozenset()
    assert drunk.drunk_mg[TODAY, "potassium_mg"] == 232
    assert set(drunk.drunk_mg) == {(TODAY, f"{name}_mg") for name in ("magnesium", "potassium", "calcium")}
    assert typed_exposure.eaten_already(of_food("banana").entries, []).days == {TODAY}
    assert typed_exposure.eaten_already(of_measure("magnesium_mg", "300").entries, []).days == {TODAY}


def test_imported_rows_stand_for_the_days_where_they_were_lived() -> None:
    assert typed_exposure.eaten_already([], [(0, "Asia/Tokyo")]).days == {dt.date(1970, 1, 1)}
    assert typed_exposure.eaten_already([], [(0, "-08:00")]).days == {dt.date(1969, 12, 31)}


@pytest.mark.parametrize("value", ["0.5", "2", "maybe", "1mg"])
def test_a_flag_is_yes_or_no(value: str) -> None:
    with pytest.raises(Refused, match=f"illness is '{value}'; it should be yes or no"):
        of_measure("illness_0_1", value)


@pytest.mark.parametrize(("value", "wanted"), [("", 1), ("yes", 1), ("1", 1), ("no", 0), ("0", 0)])
def test_a_flag_is_kept_as_one_or_as_a_known_zero(value: str, wanted: float) -> None:
    assert of_measure("illness_0_1", value).entries[0].value == wanted


def test_portions_that_nobody_drinks_ask_for_a_unit() -> None:
    with pytest.raises(Refused, match=r"500 portions of water .* needs its unit, such as 500ml"):
        of_food("water", "water 500")
    assert of_food("coffee", "coffee 20").entries


def test_an_amount_of_a_day_spans_it_where_only_that_makes_it_known() -> None:
    yesterday = Moment(Instant(NOW.utc_ms - 86_400_000, NOW.zone, "stay"), is_day=True)
    for measure_id in ("magnesium_mg", "caffeine_mg", "total_water_ml"):
        bounds = typed_exposure.whole_day(measure_id, yesterday)
        assert bounds is not None
        assert [each.zone_known_by for each in bounds] == ["stay", "stay"]
        made = typed_exposure.of_measure(measure_id, "300", at=yesterday.at, note="n", day=bounds)
        (entry,) = made.entries
        assert ((entry.start, entry.end), entry.value, entry.note) == (bounds, 300, "n")
        assert made.said[0].endswith("in all of the day")
        assert bounds[0].local_day() == yesterday.at.local_day()
        assert bounds[0].local().hour == bounds[1].local().hour == 0
    assert typed_exposure.whole_day("sleep_h", yesterday) is None
    assert typed_exposure.whole_day("magnesium_mg", Moment(NOW)) is None


def test_a_mineral_at_a_moment_says_what_makes_its_day_known() -> None:
    assert of_measure("magnesium_mg", "300").said == ("magnesium 300 mg", typed_exposure.MEALS_HINT)
    assert of_measure("caffeine_mg", "95").said == ("caffeine 95 mg",)
