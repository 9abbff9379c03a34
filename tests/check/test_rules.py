"""The language of the rules: three values, no code, and a sentence for every mistake."""

import ast
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.check.cases import calm, known_facts, random_facts

from untwitch.check.case import case_of
from untwitch.check.plausible import plausible_causes
from untwitch.check.rules import Truth, compiled, fact_named, number_of_places
from untwitch.check.triage import triage
from untwitch.facts.refused import Refused
from untwitch.knowledge.check_fact import check_facts
from untwitch.knowledge.medicine import named
from untwitch.knowledge.red_flag import red_flags

YES, NO, UNKNOWN = {"fever": True}, {"fever": False}, dict[str, bool]()


def value(text: str, facts: Mapping[str, Any]) -> Truth:
    return compiled(text).value(case_of(facts))


def told(one: Truth, other: Truth) -> dict[str, bool]:
    return {name: truth for name, truth in (("fever", one), ("vomiting", other)) if truth is not None}


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, True, False, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, True, None, True),
        (None, False, False, None),
        (None, None, None, None),
    ],
)
def test_and_or_follow_kleene(one: Truth, other: Truth, both: Truth, either: Truth) -> None:
    facts = told(one, other)
    assert value("fever and vomiting", facts) is both
    assert value("fever or vomiting", facts) is either


def test_not_leaves_unknown_unknown() -> None:
    assert [value("not fever", each) for each in (YES, NO, UNKNOWN)] == [False, True, None]


@pytest.mark.parametrize(
    ("text", "below", "at", "above"),
    [
        ("age_years >= 16", False, True, True),
        ("age_years > 16", False, False, True),
        ("age_years <= 16", True, True, False),
        ("age_years < 16", True, False, False),
        ("age_years == 16", False, True, False),
        ("age_years != 16", True, False, True),
    ],
)
def test_numbers_compare_as_written(text: str, below: Truth, at: Truth, above: Truth) -> None:
    assert [value(text, {"age_years": age}) for age in (15, 16, 17)] == [below, at, above]
    assert value(text, {}) is None


def test_choices_compare_as_written() -> None:
    facts = {"sex": "female"}
    assert value("sex == 'female'", facts) is True
    assert value("sex != 'female'", facts) is False
    assert value("sex in ['male', 'other']", facts) is False
    assert value("sex not in ['male', 'other']", facts) is True
    assert value("sex in ['male', 'other']", {}) is None


def test_a_measurement_beside_a_plain_question_is_false_when_absent_and_never_asked() -> None:
    assert value("pulse_bpm >= 130", {}) is False
    assert compiled("pulse_bpm >= 130 or fainted").unknown_facts(case_of({})) == {"fainted"}


def test_only_the_unknown_parts_of_an_unknown_picture_are_asked() -> None:
    picture = compiled("(fever and vomiting) or (shaking and diarrhoea)")
    assert picture.unknown_facts(case_of({"fever": False})) == {"shaking", "diarrhoea"}
    assert picture.unknown_facts(case_of({"fever": True, "vomiting": True})) == frozenset()
    assert compiled("not fever").unknown_facts(case_of({})) == {"fever"}
    assert picture.facts == {"fever", "vomiting", "shaking", "diarrhoea"}


def test_the_result_can_be_looked_at_once_there_is_one() -> None:
    case = triage(case_of(calm())).case
    assert compiled("urgency == 'self_care' and within == 'none' and whom == 'nobody'").value(case) is True
    assert value("urgency == 'self_care'", {}) is None


def test_places_ignore_the_side_and_widespread_is_three() -> None:
    assert number_of_places(["calf_left", "calf_right"]) == 1
    assert number_of_places(["calf_left", "hand_left"]) == 2
    assert number_of_places(["widespread"]) == 3
    assert value("places(twitch_sites) >= 2", {"twitch_sites": ["widespread"]}) is True
    assert value("places(twitch_sites) >= 2", {}) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("__import__('os')", "function '__import__' is not known"),
        ("fever.real", "is no part of the language"),
        ("fever + 1", "is no part of the language"),
        ("-fever", "is no part of the language"),
        ("(lambda: 1)() >= 2", r"only places\(...\) can be compared"),
        ("[fever]", "is no part of the language"),
        ("fever if vomiting else shaking", "is no part of the language"),
        ("(lambda: 1)()", "is no part of the language"),
        ("fever and", "is not in the language of the rules"),
        ("fever\x00", "is not in the language of the rules"),
        ("feever", "fact 'feever' is not known; nearest: fever"),
        ("age_years", "'age_years' is a number, not a yes_or_no"),
        ("fever == 1", "'fever' is a yes_or_no, not a choice or number"),
        ("age_years >= '16'", "'16' is not a number"),
        ("age_years >= True", "True is not a number"),
        ("age_years in [16]", "should be a plain value"),
        ("age_years in 16", "can not be compared by 'In'"),
        ("0 <= age_years <= 16", "compares more than two things"),
        ("16 <= age_years", "a fact has to stand on the left"),
        ("sex == 'femal'", "'femal' is no choice of sex; nearest: female"),
        ("sex == female", "should be a plain value"),
        ("sex in 'female'", "should be a list of choices"),
        ("sex > 'female'", "is a choice and has no order"),
        ("urgency == 'soon'", "'soon' is no choice of urgency"),
        ("has(twitch_sites, 'calf') >= 2", r"only places\(...\) can be compared"),
        ("places(fever) >= 2", "'fever' is a yes_or_no, not a sites"),
        ("places() >= 2", "should name a fact first"),
        ("places(twitch_sites) >= 'two'", "'two' is not a number"),
        ("fever and " * 300 + "fever", "characters are too many"),
    ],
)
def test_a_text_outside_the_language_is_refused_with_its_reason(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        compiled(text, where="row 7")
    with pytest.raises(Refused, match=r"^row 7: "):
        compiled(text, where="row 7")


def test_a_text_of_2000_characters_is_still_read() -> None:
    longest = " " * 1995 + "fever"
    assert value(longest, YES) is True
    with pytest.raises(Refused, match="2001 characters"):
        compiled(f" {longest}")


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(Refused, match="not in the language"):
        compiled("(" * 900 + "fever" + ")" * 900)


def test_a_fact_is_found_by_name_and_kind() -> None:
    assert fact_named("fever").name == "fever"
    assert fact_named("fever", "yes_or_no", "number").kind == "yes_or_no"


def oracle(text: str, facts: Mapping[str, Any]) -> bool:
    """Reads a rule as plain Python, which only works when every fact is known: an independent reading."""
    medicines = facts["medicines"]
    causes = {each.cause: each.strength for each in plausible_causes(case_of(facts))}

    def bare(site: str) -> str:
        return site.replace("_left", "").replace("_right", "")

    def classes(medicine: Mapping[str, Any]) -> frozenset[str]:
        return named(medicine["name"]).classes

    def began_before(medicine: Mapping[str, Any], days: float) -> bool:
        since = facts["twitch_since_days"]
        changes = [medicine["started_days_ago"], medicine["dose_raised_days_ago"]]
        return any(0 <= change - since <= days for change in changes)

    words = {
        "sure": bool,
        "at_least": lambda number, *parts: sum(map(bool, parts)) >= number,
        "has": lambda found, *wanted: any(bare(each) in wanted for each in found),
        "some": bool,
        "only": lambda found, start: bool(found) and all(each.startswith(start) for each in found),
        "places": lambda found: 9 if "widespread" in found else len({bare(each) for each in found}),
        "condition": lambda *wanted: bool(set(wanted) & set(facts["conditions"])),
        "event": lambda name, days: any(
            each["event"] == name and each.get("days_ago", 0) <= days for each in facts["recent_events"]
        ),
        "medicine": lambda name: any(
            name in classes(each) and each.get("stopped_days_ago", 0) <= 7 for each in medicines
        ),
        "stopped": lambda name, days: any(
            name in classes(each) and each.get("stopped_days_ago", 1e9) <= days for each in medicines
        ),
        "medicine_change": lambda days: any(began_before(each, days) for each in medicines),
        "trigger": lambda: bool({"moderate", "strong"} & set(causes.values())),
    }
    same = facts["twitch_trend"] in {"unchanged", "improving"}
    words["examined_normal"] = lambda days: (
        facts["nerve_exam_result"] == "normal" and facts["nerve_exam_days_ago"] <= days and same
    )
    words["no_signs"] = lambda: (
        facts["weakness"] == "none"
        and not facts["muscle_stiffness"]
        and same
        and (facts["pain_severity_0_10"] == 0 or facts["pain_kind"] in {"training_soreness", "cramp"})
    )
    return bool(eval(compile(ast.parse(text, mode="eval"), "rule", "eval"), dict(words), dict(facts)))


@given(known_facts())
@settings(max_examples=150, deadline=None)
def test_with_everything_known_each_rule_reads_as_plain_python_would(facts: dict[str, Any]) -> None:
    case = triage(case_of(facts)).case
    for flag in red_flags():
        if flag.id not in {"R10", "R13"}:
            assert compiled(flag.when).value(case) is oracle(flag.when, facts), flag.id


@given(known_facts(), st.sets(st.sampled_from(sorted(check_facts())), max_size=60))
@settings(max_examples=150, deadline=None)
def test_what_is_sure_stays_sure_when_more_is_told(full: dict[str, Any], hidden: set[str]) -> None:
    some = {name: fact for name, fact in full.items() if name not in hidden}
    for flag in red_flags():
        if flag.urgency in {"emergency", "urgent"} and "not sure(" not in flag.when:
            absent = {name for name in hidden if check_facts()[name].absent_is_no}
            before = value(flag.when, {**some, **{name: full[name] for name in absent}})
            assert before in {None, value(flag.when, full)}, flag.id


@given(random_facts())
@settings(max_examples=150, deadline=None)
def test_unknown_exactly_where_there_is_something_to_ask(facts: dict[str, Any]) -> None:
    case = triage(case_of(facts)).case
    for flag in red_flags():
        picture = compiled(flag.when)
        assert (picture.value(case) is None) == bool(picture.unknown_facts(case)), flag.id
        assert picture.unknown_facts(case) <= picture.facts
