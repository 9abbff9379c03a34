from untwitch.sources.csv_columns import ACTIVITY, read_target
from untwitch.sources.tags import SUGGESTED, suggestions


def test_a_tag_with_an_obvious_meaning_is_suggested_however_it_is_written() -> None:
    assert suggestions(["Stress", "bad  sleep", "movies"], said=()) == {
        "activity:stress": "stress_0_10:7",
        "activity:bad sleep": "sleep_quality_1_5:2",
    }


def test_what_a_person_has_said_is_not_suggested_again() -> None:
    assert suggestions(["stress"], said=["activity:Stress"]) == {}
    assert suggestions(["stress"], said=["stress"]) == {"activity:stress": "stress_0_10:7"}


def test_every_suggestion_is_a_meaning_that_map_takes() -> None:
    for tag, target in SUGGESTED.items():
        assert read_target(target, column=f"{ACTIVITY}{tag}").role
