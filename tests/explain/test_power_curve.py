"""What more days would tell: more is told with more days, of what acts; judged as the answer itself is."""

import json

import numpy as np
import pytest
from tests.explain.diaries import FIRST_DAY, diary

from untwitch.explain.case import prepare
from untwitch.explain.fitting import fit_design
from untwitch.explain.power_curve import PowerCurve, power_curve, quick_chance
from untwitch.facts.person import Physiology
from untwitch.facts.refused import Refused
from untwitch.timeline.timeline import Timeline, daily

BODY = Physiology()


def curve(table: Timeline, **more: object) -> PowerCurve:
    made = power_curve(table, physiology=BODY, **({"people": 24} | more))  # type: ignore[arg-type]
    assert made is not None
    return made


def weak(days: int = 30, *, effect: float = 0.3, seed: int = 4) -> Timeline:
    """A diary that cannot tell yet: one effect of a third, two of nothing."""
    random = np.random.default_rng(seed)
    columns = {
        "caffeine_mg": random.integers(0, 5, days) * 90.0,
        "sleep_h": 7.0 + random.standard_normal(days),
        "exertion_au": random.integers(0, 4, days) * 100.0,
    }
    dose = columns["caffeine_mg"]
    rate = np.exp(1.6 + effect * (dose - dose.mean()) / dose.std())
    columns["twitches"] = random.poisson(rate * random.gamma(6, 1 / 6, days)).astype(np.float64)
    return daily(FIRST_DAY, columns)


def test_what_is_open_is_settled_more_often_with_more_days() -> None:
    made = curve(weak(), days=(14, 90))
    for each in made.causes:
        settled = [told + none for told, none in zip(each.told, each.no_sign, strict=True)]
        assert settled[1] >= settled[0] - 0.1
    assert sum(each.told[1] + each.no_sign[1] for each in made.causes) > sum(
        each.told[0] + each.no_sign[0] for each in made.causes
    )


def test_what_is_sure_today_stays_told() -> None:
    stress = next(each for each in curve(diary(90, stress=0.5)).causes if each.cause == "stress")
    assert min(stress.told) > 0.9
    assert stress.told_if_it_acts is not None
    caffeine = next(each for each in curve(diary(90, stress=0.5)).causes if each.cause == "caffeine")
    assert max(caffeine.told) < 0.2
    assert caffeine.told_if_it_acts is None


def test_the_quick_judgement_is_near_that_of_the_answer() -> None:
    for table in (weak(), diary(60, stress=0.25), diary(90, stress=0.1, caffeine=0.2)):
        case = prepare(table, physiology=BODY, outcome="auto")
        made = case.design()
        fitted = fit_design(case.counts(), made)
        quick = quick_chance(case.counts(), made.matrix, made=made, fitted=fitted)
        for cause, chance in fitted.selection.cause_probability.items():
            assert quick[cause] == pytest.approx(chance, abs=0.12)


def test_an_experiment_settles_at_least_as_much_as_logging_and_is_about_what_can_be_set() -> None:
    made = curve(weak(40, effect=0.2), days=(14,)).experiment
    assert made is not None
    assert made.cause in {"caffeine", "sleep", "exertion"}
    assert 0 <= made.settled_by_logging <= 1
    assert made.days == 42
    assert curve(diary(120, stress=0.6), days=(14,)).experiment is None


def test_the_same_diary_gives_the_same_curve_and_json_holds_it() -> None:
    one, other = curve(weak(), days=(14, 28)), curve(weak(), days=(14, 28))
    assert one == other
    document = json.loads(json.dumps(one.to_json(), allow_nan=False))
    assert document["days"] == [14, 28]
    assert document["simulated_people"] == 24
    assert {each["cause"] for each in document["causes"]} == {"caffeine", "sleep", "exertion"}
    assert document["experiment"] is None or document["experiment"]["block_days"] == 3
    assert curve(diary(120, stress=0.6), days=(14,)).to_json()["experiment"] is None


def test_gaps_go_on_as_so_far() -> None:
    table = weak(60, effect=0.25)
    twitches = table.columns["twitches"].copy()
    twitches[np.arange(60) % 3 != 0] = np.nan
    gappy = daily(FIRST_DAY, {**table.columns, "twitches": twitches})
    whole = daily(FIRST_DAY, {**table.columns, "twitches": table.columns["twitches"]})

    def told(each: Timeline) -> float:
        return sum(part.told[0] + part.no_sign[0] for part in curve(each, days=(28,)).causes)

    assert told(gappy) + 0.2 < told(whole)


def test_too_little_has_no_curve() -> None:
    assert power_curve(diary(10), physiology=BODY) is None
    assert power_curve(daily(FIRST_DAY, {"twitches": np.arange(30.0) % 4}), physiology=BODY) is None


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"days": ()}, r"further days are \[\]"),
        ({"days": (0, 5)}, "go up from 1"),
        ({"days": (5, 5)}, "go up"),
        ({"days": (9, 5)}, "go up"),
        ({"people": 0}, "people is 0"),
    ],
)
def test_a_wrong_question_is_refused(wrong: dict[str, object], why: str) -> None:
    with pytest.raises(Refused, match=why):
        power_curve(weak(), physiology=BODY, **wrong)  # type: ignore[arg-type]
