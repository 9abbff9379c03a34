"""The next experiment follows from the verdicts."""

from untwitch.explain.answer import CauseAnswer, Range
from untwitch.explain.enough import Verdict
from untwitch.explain.next_step import next_experiment

RATIO = Range(1.2, 1.1, 1.3)


def cause(
    name: str, verdict: Verdict, probability: float, *, known: float = 1.0, days: int | None = 30
) -> CauseAnswer:
    return CauseAnswer(
        cause=name,
        probability=probability,
        verdict=verdict,
        rate_ratio=RATIO if known else None,
        known_fraction=known,
        days_needed=days,
    )


def test_the_surest_finding_is_tried() -> None:
    made = next_experiment(
        [cause("stress", "possible", 0.95), cause("sleep", "likely", 0.9), cause("diet", "likely", 0.85)]
    )
    assert made is not None
    assert (made.cause, made.kind) == ("sleep", "try")


def test_what_was_tested_already_is_not_tried_again() -> None:
    tested = CauseAnswer("sleep", 0.99, "likely", rate_ratio=RATIO, evidence="tested_in_you")
    made = next_experiment([tested, cause("stress", "possible", 0.6)])
    assert made is not None
    assert made.cause == "stress"


def test_a_cause_that_never_varied_is_varied() -> None:
    flat = CauseAnswer("water", 0.25, "cannot_tell", known_fraction=1.0)
    made = next_experiment([cause("stress", "cannot_tell", 0.3), flat])
    assert made is not None
    assert (made.cause, made.kind) == ("water", "vary")


def test_else_the_most_open_question_is_logged_on_for_its_days() -> None:
    made = next_experiment([cause("stress", "cannot_tell", 0.3, days=400), cause("diet", "unlikely", 0.05)])
    assert made is not None
    assert (made.cause, made.kind, made.days) == ("stress", "log", 60)
    unknown = next_experiment([cause("stress", "cannot_tell", 0.3, days=None)])
    assert unknown is not None
    assert unknown.days == 14


def test_without_any_fit_nothing_is_varied_yet() -> None:
    flat = CauseAnswer("water", 0.25, "cannot_tell", known_fraction=1.0, days_needed=90)
    made = next_experiment([flat])
    assert made is not None
    assert made.kind == "log"


def test_when_nothing_is_open_there_is_no_next_experiment() -> None:
    assert next_experiment([cause("stress", "unlikely", 0.05)]) is None
