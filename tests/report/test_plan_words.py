"""A plan as parts that a page and a terminal share."""

from untwitch.report.plan_words import plan_parts


def test_without_a_plan_there_are_no_parts() -> None:
    assert plan_parts(None) == ()
