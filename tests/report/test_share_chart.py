"""Shares as draws, and what a lower cause would do."""

from dataclasses import replace

from tests.report.drawn import layers, text
from tests.report.sample_person import cause
from tests.report.sample_picture import picture

from untwitch.report.share_chart import share_draws, what_if


def test_a_share_is_a_strip_with_its_middle_and_the_rest_is_unexplained() -> None:
    made = share_draws(picture())
    assert made is not None
    assert len(layers(made)["middle"]) == 3
    assert len(layers(made)["fit"]) == 27
    assert "Caffeine: about 20 of 100 (between 2 and 38)" in text(made)
    assert "Stress: none of 100" in text(made)
    assert "About 80 of 100 (62 to 98) are not explained" in made.sentence
    assert made.table.rows[0] == ("Stress", "0", "0", "0", "100 of 100")
    assert made.table.rows[1] == ("Caffeine", "20", "2", "38", "2 of 100")


def test_without_shares_there_is_nothing_to_draw() -> None:
    assert share_draws(replace(picture(), shares={})) is None


def test_what_if_is_told_only_of_causes_that_may_go_with_the_twitches() -> None:
    causes = [cause("stress", "possible"), cause("caffeine", "likely"), cause("water", "unlikely")]
    made = what_if(picture().what_if, causes)
    assert made is not None
    assert {"told_stress", "told_caffeine"} <= set(layers(made))
    assert "told_water" not in layers(made)
    assert (
        "half way from your other days to your better days, 10 of 100 twitches fewer (5 to 20)"
        in made.sentence
    )
    assert "Only if the link is causal" in made.sentence
    assert made.table.rows[-1] == ("Caffeine", "100 of 100", "20", "10", "40")
    assert text(made).count("fewer of 100") == 1
    assert what_if(picture().what_if, [cause("stress", "cannot_tell")]) is None
