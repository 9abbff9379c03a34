import datetime as dt

import pytest
from tests.sources.reading import problems, quarantined, rows, seen, skipped, values

from untwitch.facts.identity import new_id
from untwitch.facts.problem import Problem, Quarantined
from untwitch.facts.refused import Refused
from untwitch.facts.stay import Stay
from untwitch.sources.csv_columns import Meaning
from untwitch.sources.csv_moments import Span
from untwitch.sources.harvest import Harvest
from untwitch.sources.source import Item

CAFFEINE = Meaning("measure", measure="caffeine_mg")


def harvest(**mapping: str) -> Harvest:
    said = {column.replace("_", ":", 1): target for column, target in mapping.items()}
    return Harvest("An app", zone="Europe/Berlin", mapping=said)


def moment(gathered: Harvest, text: str = "2026-03-02 08:15") -> Span:
    return gathered.place().span(text, time="", end="", where="row 2")


def all_of(gathered: Harvest) -> list[Item]:
    return list(gathered.finish(where="a.csv"))


def test_a_value_carries_the_app_the_zone_and_whether_a_rule_made_it() -> None:
    gathered = harvest()
    gathered.add("caffeine_mg", 95, moment(gathered))
    gathered.add("caffeine_mg", 63, moment(gathered), estimate=True)
    found = rows(all_of(gathered), "caffeine_mg")
    assert [(row.app, row.zone, row.zone_known_by, row.value, row.estimate) for row in found] == [
        ("An app", "Europe/Berlin", "guess", 95, False),
        ("An app", "Europe/Berlin", "guess", 63, True),
    ]


def test_a_day_is_lived_where_the_person_stayed() -> None:
    stay = Stay(id=new_id(), zone="Asia/Tokyo")
    gathered = Harvest("An app", zone="Europe/Berlin", stays=[stay])
    assert gathered.place().day(dt.date(2026, 3, 2)).start.zone == "Asia/Tokyo"


def test_a_clock_that_showed_a_time_twice_is_told() -> None:
    gathered = harvest()
    gathered.add("caffeine_mg", 95, moment(gathered, "2026-10-25 02:30"))
    (problem,) = problems(all_of(gathered))
    assert (problem.where, "happened twice" in problem.what) == ("row 2", True)


def test_an_amount_is_taken_in_its_unit_and_one_made_by_a_rule_is_an_estimate() -> None:
    gathered = harvest()
    cups = Meaning("measure", measure="caffeine_mg", factor=95)
    assert gathered.amount(
        "0,2",
        Meaning("measure", measure="caffeine_mg", unit="g"),
        moment(gathered),
        where="row 2",
        decimal_comma=True,
    )
    assert gathered.amount("2", cups, moment(gathered), where="row 2")
    found = rows(all_of(gathered), "caffeine_mg")
    assert [(row.value, row.estimate) for row in found] == [(200, False), (190, True)]


@pytest.mark.parametrize("cell", ["14000", "-1", "x", "9" * 5000, "nan", "inf"])
def test_an_amount_that_cannot_be_used_is_told_counted_and_kept_apart(cell: str) -> None:
    gathered = harvest()
    assert not gathered.amount(cell, CAFFEINE, moment(gathered), where="row 2, column Caffeine")
    items = all_of(gathered)
    assert [each.where for each in problems(items)] == ["row 2, column Caffeine"]
    assert skipped(items, "caffeine_mg") == {"cannot be used": 1}
    (kept,) = (each for each in items if isinstance(each, Quarantined))
    assert (kept.kind, kept.count, kept.first_ms) == ("caffeine_mg", 1, 1772435700000)
    assert len(str(items)) < 2000


def test_a_tag_without_a_meaning_is_kept_apart_with_what_stands_beside_it() -> None:
    gathered = harvest()
    assert list(gathered.tag(" Long  walk ", moment(gathered), where="row 2", amount="3")) == []
    (kept,) = all_of(gathered)
    assert isinstance(kept, Quarantined)
    assert (kept.kind, kept.examples) == ("activity:long walk", ("2026-03-02: Long  walk 3",))


def test_a_tag_means_what_a_person_said() -> None:
    gathered = harvest(
        activity_stress="stress_0_10:7",
        activity_mood="stress_0_10",
        activity_sick="illness_0_1",
        activity_walk="ignore",
        activity_ache="pain",
    )
    assert gathered.has_meaning("Stress")
    assert not gathered.has_meaning("tea")
    span = moment(gathered)
    for name in ("stress", "sick", "walk", ""):
        assert list(gathered.tag(name, span, where="row 2", amount="")) == []
    list(gathered.tag("mood", span, where="row 2", amount="4"))
    (symptom,) = gathered.tag("ache", span, where="row 2")
    assert symptom.kind == "pain"
    items = all_of(gathered)
    assert values(items, "stress_0_10") == [7, 4]
    assert values(items, "illness_0_1") == [1]
    assert quarantined(items) == {}


@pytest.mark.parametrize(
    ("cell", "ends"), [("-1", "kept apart: is the unit right?"), ("14000", "kept apart")]
)
def test_a_unit_is_asked_about_once(cell: str, ends: str) -> None:
    gathered = harvest()
    meaning = Meaning("measure", measure="magnesium_mg")
    gathered.amount(cell, meaning, moment(gathered), where="row 2")
    (problem,) = problems(all_of(gathered))
    assert problem.what.endswith(ends)
    assert problem.what.count("?") == 1


def test_a_tag_with_an_amount_that_cannot_be_believed_names_its_place() -> None:
    gathered = harvest(activity_mood="stress_0_10")
    list(gathered.tag("mood", moment(gathered), where="row 2", amount="11"))
    assert [each.where for each in problems(all_of(gathered))] == ["row 2, activity mood"]


def test_a_meaning_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Refused, match="cannot mean 'stres'"):
        harvest(activity_mood="stres")


def test_a_symptom_lies_in_the_middle_of_its_hours_and_its_words_tell_it_from_another() -> None:
    gathered = harvest()
    day = gathered.place().day(dt.date(2026, 3, 2))
    one, other = gathered.symptom("pain", day, note="neck"), gathered.symptom("pain", day, note="knee")
    assert one.start.local().hour == 12
    assert one.note == "neck"
    assert one.id != other.id
    assert one.id == gathered.symptom("pain", day, note="neck").id


def test_the_order_of_days_is_what_a_person_says_else_what_the_column_shows() -> None:
    assert harvest().day_first(["28/02/2026"]) is True
    assert harvest().day_first(["02/03/2026"]) is None
    assert Harvest("a", zone="UTC", mapping={"Date": "date:month_first"}).day_first(["28/02/2026"]) is False
    assert Harvest("a", zone="UTC", mapping={"Date": "date:day_first"}).day_first([]) is True
    span = Harvest("a", zone="UTC").place(day_first=True).span("02/03/2026", time="", end="", where="row 2")
    assert span.start.local_day() == dt.date(2026, 3, 2)


def test_batches_come_when_enough_was_collected_and_all_at_the_end() -> None:
    gathered = harvest()
    gathered.add("caffeine_mg", 95, moment(gathered))
    gathered.skip("water_ml", "no reason")
    assert list(gathered.items()) == []
    assert gathered.kinds() == {"caffeine_mg": 1}
    assert len(list(gathered.items(at_least=1))) == 1
    items = all_of(gathered)
    assert seen(items, "water_ml") == 1
    assert skipped(items, "water_ml") == {"no reason": 1}


def test_what_has_no_time_is_kept_apart_without_one() -> None:
    gathered = harvest()
    gathered.keep_apart("note", "words", None, what="this is not read", unit="kg")
    (kept,) = all_of(gathered)
    assert isinstance(kept, Quarantined)
    assert (kept.first_ms, kept.examples, kept.unit) == (None, ("words",), "kg")


def test_a_problem_is_given_with_the_next_items() -> None:
    gathered = harvest()
    gathered.problem("row 3", "it is odd", reason="odd")
    assert list(gathered.items()) == [Problem("row 3", "it is odd")]
