"""A plan in parts: an order in which it can be followed, and no empty part."""

from untwitch.advise.plan import plan
from untwitch.advise.plan_text import lines, parts
from untwitch.facts.person import Physiology


def test_the_parts_come_in_the_order_in_which_they_are_followed() -> None:
    attribution = {
        "causes": [{"cause": "sleep", "verdict": "possible", "evidence": "associated", "probability": 0.6}],
        "enough": "more",
    }
    made = plan(attribution=attribution, answer=None, facts=None, physiology=Physiology())
    assert [title for title, _ in parts(made)] == [
        "First", "What to change", "For right now", "What to log", "See somebody if you notice", "",
    ]  # fmt: skip
    assert all(texts for _, texts in parts(made))
    assert "1. Too little sleep (possible)." in dict(parts(made))["What to change"][0]


def test_the_lines_are_indented_under_their_titles_with_a_gap_between_parts() -> None:
    made = plan(attribution=None, answer=None, facts=None, physiology=Physiology())
    text = lines(made)
    assert text[0] == "First"
    assert text[1].startswith("  ")
    assert text[2] == ""
    assert text[-1] == made.notice
