"""Questions as fields: what can be chosen, what stands there already, and why it is asked."""

from collections.abc import Mapping

from untwitch.actions.check_fields import Field, fields, filled, is_asked_alone, medicine_rows
from untwitch.actions.check_known import Prefilled
from untwitch.actions.check_walk import View, alone, next_screen, start
from untwitch.facts.body_site import BODY_SITES


def ticks() -> View:
    view = next_screen(start({"asked_for": "self"}))
    assert view is not None
    return view


def shown(view: View, form: Mapping[str, str], **more: Mapping[str, str]) -> dict[str, Field]:
    found = fields(
        view,
        view.questions,
        form,
        told={},
        reasons=more.get("reasons", {}),
        errors=more.get("errors", {}),
    )
    return {each.fact: each for each in found}


def one(name: str, form: Mapping[str, str] | None = None) -> Field:
    _, view = alone({}, name)
    return shown(view, form or {})[name]


def words(field: Field) -> list[str]:
    return [each.words for _, choices in field.groups for each in choices]


def test_a_line_offers_yes_and_not_sure_and_a_question_by_itself_also_no() -> None:
    assert words(shown(ticks(), {})["fainted"]) == ["Yes", "Not sure"]
    assert words(one("fainted")) == ["Yes", "No", "Not sure"]


def test_a_line_leaves_out_the_choice_that_not_ticking_stores() -> None:
    assert "usual" not in {each.value for each in shown(ticks(), {})["heartbeat"].groups[0][1]}
    assert "usual" in {each.value for each in one("heartbeat").groups[0][1]}
    assert words(shown(ticks(), {})["heartbeat"])[-1] == "Not sure"


def test_every_place_of_the_body_stands_once_under_its_part() -> None:
    field = one("twitch_sites")
    names = [each.name for _, choices in field.groups for each in choices]
    assert sorted(names) == sorted(f"c.twitch_sites.{site}" for site in BODY_SITES)
    legs = dict(field.groups)["Legs and feet"]
    assert "left calf" in [each.words for each in legs]


def test_an_event_has_a_field_for_how_long_ago() -> None:
    form = {"c.recent_events.wound": "on", "d.recent_events.wound": "9"}
    event = next(each for each in one("recent_events", form).groups[0][1] if each.value and each.is_chosen)
    assert (event.days, event.days_value) == ("d.recent_events.wound", "9")


def test_what_stands_there_and_why_it_is_asked_is_shown() -> None:
    field = shown(
        ticks(), {"t.fainted": "on", "v.fainted": "?"}, reasons={"agitated": "why"}, errors={"fainted": "no"}
    )
    assert field["fainted"].is_ticked
    assert field["fainted"].error == "no"
    assert [each.is_chosen for each in field["fainted"].groups[0][1]] == [False, True]
    assert (field["agitated"].reason, field["agitated"].tick) == ("why", "")


def test_what_a_record_says_is_named_with_its_origin() -> None:
    _, view = alone({}, "age_years")
    told = {"age_years": Prefilled("age_years", 46, "46 years", "your record")}
    (field,) = fields(view, view.questions, {}, told=told, reasons={}, errors={})
    assert field.told == "From your record: 46 years."
    assert (field.least, field.most) == (0, 120)


def test_a_question_that_an_answer_opened_is_asked_by_itself() -> None:
    view = ticks()
    _, other = alone({}, "age_years")
    assert is_asked_alone(other.questions[0], view, {})
    assert not is_asked_alone(view.questions[0], view, {})


def test_none_is_ticked_again_only_where_everything_was_no() -> None:
    view = ticks()
    no = {each.fact.name: each.none_stores for each in view.questions}
    assert filled(view, view.questions, no, ())["none"] == "on"
    assert "none" not in filled(view, view.questions, {**no, "fainted": True}, ())
    assert "none" not in filled(view, view.questions, {}, ())


def test_a_medicine_has_its_days_and_names_it_may_be_meant_by() -> None:
    form = {"m.0.name": "lithum", "m.0.started_days_ago": "4", "m.3.name": "lithium", "m.4.name": " "}
    first, second = medicine_rows(form)
    assert (first.number, first.near) == (0, ("lithium",))
    assert first.days[0][::2] == ("started_days_ago", "4")
    assert (second.number, second.near) == (3, None)
