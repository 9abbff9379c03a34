import pytest

from untwitch.facts.refused import Refused
from untwitch.sources.csv_columns import Meaning, meaning_of, plain, read_target


def words(header: str, *cells: str) -> tuple[str, str]:
    meaning, suggestion = meaning_of(header, cells=cells)
    return (meaning.words() if meaning else ""), suggestion


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("Date", "date"), ("full_date", "date"), ("Time of day", "time"), ("sleep (h)", "sleep_h"),
        ("sleep", "sleep_h"), ("sleep min", "sleep_h:min"), ("Sleep [minutes]", "sleep_h:minutes"),
        ("coffee", "caffeine_mg*95"), ("Coffee (cups)", "caffeine_mg*95"), ("caffeine mg", "caffeine_mg"),
        ("caffeine (g)", "caffeine_mg:g"), ("Water (l)", "water_ml:l"), ("water fl oz us", ""),
        ("stress", "stress_0_10"), ("Stress (0-10)", "stress_0_10"),
        ("sleep quality (1-5)", "sleep_quality_1_5"),
        ("twitches", "twitches"), ("Twitch count", "twitches"), ("bother", "bother_0_10"), ("steps", "steps"),
        ("resting heart rate", "resting_hr_bpm"), ("RMSSD", "hrv_rmssd_ms"), ("screen time (h)", "screen_h"),
        ("magnesium_mg", "magnesium_mg"), ("hrv_sdnn_ms", "hrv_sdnn_ms"), ("observed_h", "observed_h"),
        ("recorded_count", "recorded_count"), ("instrument", "instrument"), ("pain", "pain"),
        ("notes", "ignore"),
        ("mood", ""), ("hrv", ""), ("temperature", ""), ("x", ""),
    ],
)  # fmt: skip
def test_a_name_in_plain_words_is_understood(header: str, meaning: str) -> None:
    assert words(header) == (meaning, "")


@pytest.mark.parametrize(
    ("header", "suggestion"),
    [
        ("water", "water_ml:ml"), ("caffeine", "caffeine_mg:mg"), ("weight", "body_mass_kg:kg"),
        ("sleep quality", "sleep_quality_1_5:1-5"), ("stress (1-5)", "stress_0_10"),
        ("water (glasses)", "water_ml"), ("coffee (ml)", "caffeine_mg*95"),
    ],
)  # fmt: skip
def test_an_amount_without_its_unit_is_suggested_and_not_taken(header: str, suggestion: str) -> None:
    assert words(header) == ("", suggestion)


def test_cells_that_carry_their_unit_say_it_for_the_header() -> None:
    assert words("caffeine", "95 mg", "0.1 g") == ("caffeine_mg", "")
    assert words("caffeine", "95 mg", "100")[0] == ""


def test_sleep_with_moments_in_its_cells_is_falling_asleep() -> None:
    assert words("Sleep", "2026-03-01 23:00", "2026-03-02") == ("sleep_start", "")
    assert words("Sleep", "7.5") == ("sleep_h", "")


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("caffeine_mg", Meaning("measure", measure="caffeine_mg")),
        ("water_ml:l", Meaning("measure", measure="water_ml", unit="l")),
        ("caffeine_mg*95", Meaning("measure", measure="caffeine_mg", factor=95)),
        ("water_ml:l*0.25", Meaning("measure", measure="water_ml", unit="l", factor=0.25)),
        ("date:day_first", Meaning("date", detail="day_first")),
        (" ignore ", Meaning("ignore")),
        ("cramp", Meaning("cramp")),
    ],
)
def test_what_a_person_says_is_read_and_comes_back_in_the_same_words(text: str, meaning: Meaning) -> None:
    assert read_target(text, column="a") == meaning
    assert meaning.words() == text.strip()


@pytest.mark.parametrize(
    "text", ["cafeine_mg", "water_ml:furlong", "date:backwards", "ignore*2", "cramp:3", "", "time:day_first"]
)
def test_what_a_column_cannot_mean_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_target(text, column="a")


def test_the_nearest_meaning_is_named() -> None:
    with pytest.raises(Refused, match="column 'coffee' cannot mean 'cafeine_mg'; nearest: caffeine_mg"):
        read_target("cafeine_mg", column="coffee")


def test_an_activity_stands_for_a_value() -> None:
    assert read_target("stress_0_10:7", column="activity:stressed").detail == "7"


def test_names_are_compared_without_case_and_marks() -> None:
    assert plain("  Sleep_Quality-(1-5) ") == "sleep quality (1 5)"
