"""A made-up person for the tests of the report."""

import datetime as dt
from typing import Any

import numpy as np

from untwitch.advise.plan import Plan, plan
from untwitch.facts.history import History
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant, from_local
from untwitch.facts.person import Condition, Medicine, Person, PersonFact, Physiology
from untwitch.facts.symptom import Symptom
from untwitch.facts.twitch import Twitch
from untwitch.facts.watch import Watch
from untwitch.report.findings import About, Findings, find
from untwitch.report.sheet import KeptCheck, OwnWords
from untwitch.timeline.timeline import Timeline, daily

FIRST_DAY = dt.date(2025, 1, 1)
MADE_DAY = dt.date(2025, 4, 1)


def at(day: dt.date, hour: int = 12) -> Instant:
    instant, _ = from_local(dt.datetime.combine(day, dt.time(hour)), "Europe/Amsterdam", known_by="stay")
    return instant


def cause(name: str, verdict: str, **other: Any) -> dict[str, Any]:
    return {
        "cause": name,
        "probability": 0.9,
        "probability_matters": 0.8,
        "probability_largest": 0.7,
        "rate_ratio": {"median": 1.31, "low": 1.12, "high": 1.55, "per": "100 mg more"},
        "rate_ratio_per_swing": {"median": 1.4, "low": 1.2, "high": 1.7},
        "parts": [],
        "share": {"median": 0.2, "low": 0.08, "high": 0.35},
        "known_fraction": 0.97,
        "verdict": verdict,
        "inseparable_from": [],
        "days_needed": None,
        "evidence": "none",
    } | other


def explain() -> dict[str, Any]:
    return {
        "contract": "explain/1",
        "rows": 90,
        "rows_used": 86,
        "outcome": "twitches",
        "causes": [
            cause("stress", "possible"),
            cause("exertion", "cannot_tell", days_needed=40),
            cause("sleep", "likely", rate_ratio={"median": 1.6, "low": 1.3, "high": 2.1, "per": "2 h less"}),
            cause("diet", "cannot_tell", rate_ratio=None, rate_ratio_per_swing=None, share=None),
            cause("caffeine", "likely", inseparable_from=["stress"], probability=0.95),
            cause("water", "unlikely"),
        ],
        "unexplained_share": {"median": 0.4, "low": 0.25, "high": 0.6},
        "confounders": [cause("screen", "cannot_tell")],
        "guards": {
            "positivity": True,
            "dispersion": 2.1,
            "k_hat": None,
            "by": {"tomorrow": "pass"},
            "x": [1],
        },
        "enough": "more",
        "next_experiment": {"cause": "caffeine"},
        "problems": [{"where": "row 3", "what": "sleep_h of 30 is not believable"}],
        "seconds": 0.1,
        "version": "0.1.0",
    }


def timeline(days: int = 90) -> Timeline:
    rng = np.random.default_rng(11)
    twitches = rng.poisson(5, days).astype(float)
    low, high = np.full(days, np.nan), np.full(days, np.nan)
    twitches[10:14] = np.nan
    twitches[20], twitches[21] = 0, np.nan
    low[21], high[21] = 4, 10
    caffeine = rng.uniform(0, 400, days)
    caffeine[5:9] = np.nan
    return daily(
        FIRST_DAY,
        {"twitches": twitches, "twitches_low": low, "twitches_high": high, "caffeine_mg": caffeine,
         "sleep_h": rng.uniform(4, 9, days)},
    )  # fmt: skip


def history(note: str = "") -> History:
    day = dt.timedelta(days=1)
    return History(
        person=Person(new_id(), "Sam"),
        person_facts=(PersonFact(new_id(), "birth_year", "1980"), PersonFact(new_id(), "sex", "female")),
        twitches=(
            Twitch(new_id(), at(FIRST_DAY), site="calf_left", note=note),
            Twitch(new_id(), at(FIRST_DAY + day), site="calf_left"),
            Twitch(new_id(), at(FIRST_DAY + day, 18)),
            Twitch(new_id(), at(FIRST_DAY + 2 * day), site="eyelid_right", instrument="emg"),
        ),
        watches=(Watch(new_id(), at(FIRST_DAY, 8), at(FIRST_DAY, 22), twitches_low=4, twitches_high=10),),
        symptoms=(
            Symptom(new_id(), "cramp", at(FIRST_DAY + 9 * day), site="calf_left", severity_0_10=6, note=note),
            Symptom(new_id(), "cramp", at(FIRST_DAY + 3 * day), severity_0_10=2, note="older"),
            Symptom(new_id(), "tiredness", at(FIRST_DAY + 4 * day)),
        ),
        medicines=(
            Medicine(new_id(), "Salbutamol", dt.date(2024, 5, 1), dt.date(2024, 6, 1), None, note),
            Medicine(new_id(), "Ibuprofen", None, None, dt.date(2024, 7, 1)),
        ),
        conditions=(Condition(new_id(), "asthma", dt.date(2010, 1, 1), None, note),),
    )


def check() -> KeptCheck:
    return KeptCheck(
        day=dt.date(2025, 3, 30),
        facts={
            "twitch_since_days": 60,
            "twitch_trend": "unchanged",
            "weakness": "none",
            "cramps": True,
            "muscle_thinning": False,
            "pain_severity_0_10": 3,
            "numb_or_tingling_sites": ["foot_left"],
            "family_motor_neurone_disease": False,
        },
        answer={
            "urgency": "routine",
            "reasons": [
                {
                    "id": "R05",
                    "sign": "twitching for more than two weeks",
                    "why_person": "Worth an ordinary visit.",
                    "why_clinician": "exclude motor neurone disease by examination",
                    "source": "NHS",
                }
            ],
            "ask_again": ["speech_slurred"],
            "look_alike": "restless_legs",
        },
    )


def imports() -> tuple[dict[str, Any], ...]:
    return (
        {
            "id": "1",
            "path": "/srv/secret folder/export.zip",
            "format": "apple_health",
            "complete": False,
            "measures": {
                "caffeine_mg": {
                    "seen": 412,
                    "taken": 398,
                    "already_known": 14,
                    "skipped": {"unit unknown": 3},
                },
                "sleep_h": {"seen": 8, "taken": 8, "already_known": 0, "skipped": {}},
            },
            "first_day": "2025-01-01",
            "last_day": "2025-02-01",
            "problems": [],
        },
    )


def about(**other: Any) -> About:
    given: dict[str, Any] = {"made_day": MADE_DAY, "version": "0.1.0", "imports": imports()}
    return About(**(given | other))


def a_plan() -> Plan:
    return plan(attribution=None, answer=None, facts=None, physiology=Physiology())


def own() -> OwnWords:
    return OwnWords("that it is serious", ("blood test in May, normal",), ("May I run?",))


def findings(note: str = "", **other: Any) -> Findings:
    given: dict[str, Any] = {"explain": explain(), "check": check(), "plan": a_plan()} | other
    given.setdefault("about", about(own=own()))
    return find(history(note), timeline(), **given)


def empty_findings() -> Findings:
    return find(History(person=Person(new_id(), "me")), daily(FIRST_DAY, {}), about=About(MADE_DAY, "0.1.0"))
