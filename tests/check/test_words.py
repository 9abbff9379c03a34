"""Each word of the rule language means what the contract says."""

from collections.abc import Mapping
from typing import Any

import pytest
from tests.check.cases import calm

from untwitch.check.case import Outlook, case_of
from untwitch.check.rules import Truth, compiled
from untwitch.check.triage import triage
from untwitch.check.words import functions
from untwitch.facts.refused import Refused


def value(text: str, facts: Mapping[str, Any]) -> Truth:
    return compiled(text).value(case_of(facts))


def test_sure_is_true_only_if_true_and_never_asks() -> None:
    asked: list[dict[str, Any]] = [{"fever": True}, {"fever": False}, {}]
    assert [value("sure(fever)", each) for each in asked] == [
        True,
        False,
        False,
    ]
    assert compiled("sure(fever)").unknown_facts(case_of({})) == frozenset()


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"fever": True, "shaking": True}, True),
        ({"fever": True, "shaking": False, "vomiting": False}, False),
        ({"fever": True, "shaking": False}, None),
        ({"fever": False, "shaking": False}, False),
    ],
)
def test_at_least_counts_what_is_true_and_what_could_be(facts: dict[str, Any], expected: Truth) -> None:
    assert value("at_least(1, fever, shaking)", {"fever": True}) is True
    text = "at_least(2, fever, shaking, vomiting)"
    assert value(text, facts) is expected
    if expected is None:
        assert compiled(text).unknown_facts(case_of(facts)) == {"vomiting"}


def test_has_ignores_the_side_but_not_the_place() -> None:
    assert value("has(pain_sites, 'back_lower', 'calf')", {"pain_sites": ["calf_right"]}) is True
    assert value("has(pain_sites, 'leg')", {"pain_sites": ["calf_right"]}) is False
    assert value("has(movement_eased_by, 'stretching')", {"movement_eased_by": ["stretching"]}) is True
    assert value("has(pain_sites, 'calf')", {}) is None


def test_some_is_a_list_that_is_not_empty() -> None:
    assert value("some(medicines)", {"medicines": []}) is False
    assert value("some(medicines)", {}) is None
    assert value("some(conditions)", {"conditions": ["cancer"]}) is True
    assert value("some(recent_events)", {"recent_events": [{"event": "wound"}]}) is True
    assert value("some(pain_sites)", {"pain_sites": ["calf_left"]}) is True


def test_only_wants_every_site_to_begin_with_it_and_at_least_one() -> None:
    def only(*sites: str) -> Truth:
        return value("only(twitch_sites, 'eyelid')", {"twitch_sites": list(sites)})

    assert only("eyelid_left", "eyelid_upper_right") is True
    assert only("eyelid_left", "cheek_left") is False
    assert only() is False
    assert value("only(twitch_sites, 'eyelid')", {}) is None


def test_condition_and_event_read_their_lists() -> None:
    assert value("condition('epilepsy', 'cancer')", {"conditions": ["cancer"]}) is True
    assert value("condition('epilepsy')", {"conditions": []}) is False
    assert value("condition('epilepsy')", {}) is None
    wound = "event('wound', days=60)"
    assert value(wound, {"recent_events": [{"event": "wound", "days_ago": 60}]}) is True
    assert value(wound, {"recent_events": [{"event": "wound", "days_ago": 60.5}]}) is False
    assert value(wound, {"recent_events": [{"event": "wound"}]}) is True
    assert value(wound, {"recent_events": [{"event": "childbirth"}]}) is False
    assert value("event('wound')", {"recent_events": [{"event": "wound", "days_ago": 3000}]}) is True
    assert value(wound, {}) is None


@pytest.mark.parametrize(
    ("medicines", "expected"),
    [
        (None, None),
        ([], False),
        ([{"name": "Priadel 400 mg"}], True),
        ([{"name": "Priadel", "stopped_days_ago": 7}], True),
        ([{"name": "Priadel", "stopped_days_ago": 8}], False),
        ([{"name": "paracetamol"}], False),
        ([{"name": "frobnicate"}], None),
        ([{"name": "frobnicate"}, {"name": "lithium"}], True),
        ([{"name": "frobnicate", "stopped_days_ago": 8}], False),
    ],
)
def test_medicine_is_taken_now_or_within_7_days(medicines: list[Any] | None, expected: Truth) -> None:
    facts = {} if medicines is None else {"medicines": medicines}
    assert value("medicine('lithium')", facts) is expected


@pytest.mark.parametrize(
    ("medicine", "expected"),
    [
        ({"name": "diazepam", "stopped_days_ago": 14}, True),
        ({"name": "diazepam", "stopped_days_ago": 15}, False),
        ({"name": "diazepam"}, False),
        ({"name": "paracetamol", "stopped_days_ago": 1}, False),
        ({"name": "frobnicate", "stopped_days_ago": 1}, None),
    ],
)
def test_stopped_counts_the_days_since_the_last_dose(medicine: dict[str, Any], expected: Truth) -> None:
    assert value("stopped('sedative', days=14)", {"medicines": [medicine]}) is expected


@pytest.mark.parametrize(
    ("since", "medicine", "expected"),
    [
        (10, {"started_days_ago": 10}, True),
        (10, {"started_days_ago": 70}, True),
        (10, {"started_days_ago": 71}, False),
        (10, {"started_days_ago": 9}, False),
        (10, {"started_days_ago": 900, "dose_raised_days_ago": 20}, True),
        (10, {"started_days_ago": 900, "dose_raised_days_ago": 5}, False),
        (10, {"dose_raised_days_ago": 20}, True),
        (10, {}, None),
        (None, {"started_days_ago": 10}, None),
    ],
)
def test_a_change_counts_from_0_to_60_days_before_the_twitch(
    since: float | None, medicine: dict[str, Any], expected: Truth
) -> None:
    facts: dict[str, Any] = {"medicines": [{"name": "x", **medicine}]}
    if since is not None:
        facts["twitch_since_days"] = since
    assert value("medicine_change(days=60)", facts) is expected
    assert value("medicine_change(days=60)", {}) is None


def test_a_trigger_is_a_cause_of_at_least_moderate_strength() -> None:
    def trigger(**changes: Any) -> Truth:
        return compiled("trigger()").value(triage(case_of(calm(**changes))).case)

    assert trigger() is False
    assert trigger(stress_0_10=5) is False
    assert trigger(stress_0_10=6) is True
    assert trigger(caffeine_24h_mg=700) is True


def test_causes_minerals_rules_and_told_facts_can_be_asked_about() -> None:
    case = triage(case_of(calm(stress_0_10=5, magnesium_24h_mg=100, fainted=None))).case
    for text, expected in [
        ("cause('stress')", True),
        ("cause('water')", False),
        ("low('magnesium')", True),
        ("low('calcium')", False),
        ("fired('R10')", True),
        ("fired('E01')", False),
        ("known(stress_0_10)", True),
        ("known(fainted)", False),
        ("unmapped_medicine()", False),
        ("any_self_care()", True),
        ("unanswered('emergency')", True),
        ("unanswered('signs')", False),
    ]:
        assert compiled(text).value(case) is expected, text


def test_no_signs_allows_ordinary_soreness_and_cramp_only() -> None:
    calmly = calm()
    assert value("no_signs()", calmly) is True
    for change in ({"pain_severity_0_10": 2}, {"weakness": "feels_weak"}, {"muscle_stiffness": True}):
        assert value("no_signs()", {**calmly, **change}) is not True
    for kind, expected in (("training_soreness", True), ("cramp", True), ("other", False)):
        assert value("no_signs()", {**calmly, "pain_severity_0_10": 2, "pain_kind": kind}) is expected
    assert value("no_signs()", {**calmly, "twitch_trend": "worsening"}) is False


def test_a_normal_examination_counts_180_days_and_only_while_nothing_grows() -> None:
    text = "examined_normal(days=180)"
    facts = calm(nerve_exam_result="normal", nerve_exam_days_ago=180)
    assert value(text, facts) is True
    assert value(text, {**facts, "nerve_exam_days_ago": 181}) is False
    assert value(text, {**facts, "twitch_trend": "worsening"}) is False
    assert value(text, {**facts, "nerve_exam_result": "unknown"}) is False
    assert value(text, calm()) is False


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sure()", "should hold one picture"),
        ("sure(fever, vomiting)", "should hold one picture"),
        ("sure(fever, days=1)", "should hold one picture"),
        ("at_least(fever, vomiting)", "should begin with how many"),
        ("at_least(3, fever, vomiting)", "should begin with how many"),
        ("at_least(True, fever, vomiting)", "should begin with how many"),
        ("at_least()", "should begin with how many"),
        ("at_least(0, fever, vomiting)", "should begin with how many"),
        ("has(pain_sites)", "no choice of pain_sites is named"),
        ("has(pain_sites, 'calve')", "'calve' is not known; nearest: calf"),
        ("has('calf')", "should name a fact first"),
        ("has(fever, 'calf')", "is a yes_or_no, not a sites or choices"),
        ("only(twitch_sites)", "no place is named"),
        ("condition('epilepsie')", "condition 'epilepsie' is not known; nearest: epilepsy"),
        ("event('wounds', days=3)", "event 'wounds' is not known; nearest: wound"),
        ("event('wound', weeks=3)", "only days=N"),
        ("event('wound', days=3, hours=2)", "only days=N"),
        ("event('wound', days=True)", "only days=N"),
        ("event('wound', days='3')", "days should be a number"),
        ("medicine('lithuim')", "class of medicine 'lithuim' is not known; nearest: lithium"),
        ("stopped('sedative')", "should say days=N"),
        ("medicine_change()", "should say days=N"),
        ("medicine_change(1, days=3)", "should say days=N"),
        ("examined_normal()", "should say days=N"),
        ("examined_normal(1, days=3)", "should say days=N"),
        ("trigger(1)", "empty brackets"),
        ("no_signs(days=1)", "empty brackets"),
        ("any_self_care(1)", "empty brackets"),
        ("unmapped_medicine(1)", "empty brackets"),
        ("known('fever')", "should name one fact"),
        ("known(fever, vomiting)", "should name one fact"),
        ("known(fever, days=1)", "should name one fact"),
        ("only(twitch_sites, 'eyelid', 'calf')", "should name one place"),
        *(
            (f"{text[:-1]}, days=3)", "days=N does not belong to this word")
            for text in (
                "at_least(1, fever, vomiting)",
                "has(pain_sites, 'calf')",
                "some(pain_sites)",
                "only(twitch_sites, 'eyelid')",
                "condition('epilepsy')",
                "medicine('lithium')",
                "cause('stress')",
                "low('magnesium')",
                "fired('E01')",
                "unanswered('emergency')",
            )
        ),
        ("known(feever)", "fact 'feever' is not known"),
        ("cause('coffee')", "cause 'coffee' is not known"),
        ("low('iron')", "mineral 'iron' is not known"),
        ("fired('E99')", "rule 'E99' is not known"),
        ("unanswered('soon')", "level 'soon' is not known"),
    ],
)
def test_a_word_used_wrongly_is_refused_with_its_reason(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        compiled(text)


def test_every_word_is_named() -> None:
    assert "places" in functions()
    assert "medicine" in functions()


def test_what_can_still_become_of_a_picture() -> None:
    levels = frozenset({"emergency", "urgent"})

    def possible(text: str, still_open: set[str], **facts: Any) -> set[Truth]:
        return set(compiled(text).possible(Outlook(case_of(facts), frozenset(still_open), levels)))

    anything = {True, False, None}
    assert possible("fever", {"fever"}, fever=True) == anything
    assert possible("fever", {"vomiting"}, fever=True) == {True}
    assert possible("fever and vomiting", {"fever"}, vomiting=False) == {False}
    assert possible("fever or vomiting", {"fever"}) == {True, None}
    assert possible("not fever", {"fever"}) == anything
    assert possible("sure(fever)", {"fever"}) == {True, False}
    assert possible("at_least(2, fever, vomiting, shaking)", {"fever"}, vomiting=True) == {True, None}
    assert possible("medicine_change(days=60)", {"twitch_since_days"}, medicines=[]) == {False}
    assert possible("medicine_change(days=60)", {"twitch_since_days", "medicines"}) == anything
    assert possible("medicine_change(days=60)", {"medicines"}, medicines=[]) == anything
    assert possible("urgency == 'urgent'", set()) == {True, False}
    assert possible("urgency in ['routine', 'self_care']", set()) == {False}
    assert possible("within == 'today'", set()) == anything
    assert possible("fired('R04', 'S01')", set()) == {False}
    assert possible("fired('R04', 'U01')", set()) == anything
    assert possible("known(fever)", {"fever"}) == anything
    assert possible("known(fever)", set()) == {False}
    assert possible("trigger()", set()) == anything


def test_what_is_unknown_for_sure_is_not_settled_because_what_it_asks_can_change() -> None:
    outlook = Outlook(case_of({"vomiting": True}), frozenset({"fever"}), frozenset({"routine"}))
    text = "shaking or (diarrhoea and vomiting and fever)"
    assert compiled(text).open_facts(outlook) == {"fever"}
    assert compiled("sure(fever)").open_facts(outlook) == {"fever"}
    assert compiled("vomiting or fever").open_facts(outlook) == set()
    assert compiled("any_self_care()").open_facts(outlook) != set()
    assert compiled("known(fever)").open_facts(outlook) == {"fever"}
    assert compiled("known(fever)").facts == compiled("trigger()").facts == set()
