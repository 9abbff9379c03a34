"""Any door walks through the questions by the same few calls."""

from untwitch.actions import check_walk
from untwitch.actions.check_walk import answered, meant_names, next_screen, start, ticked


def test_what_a_name_may_mean_is_only_asked_where_it_is_not_known() -> None:
    assert meant_names("lithium 400 mg") is None
    assert meant_names("lithum") == ("lithium",)
    assert meant_names("frobnicate") == ()


def test_a_door_can_walk_from_screen_to_screen() -> None:
    walk = start({"asked_for": "self"})
    view = next_screen(walk)
    assert view is not None
    walk = answered(walk, view.id, ticked(view, {}))
    after = next_screen(walk)
    assert after is not None
    assert (view.number, after.number) == (1, 2)


def test_every_name_that_a_door_needs_is_there() -> None:
    assert [name for name in check_walk.__all__ if not hasattr(check_walk, name)] == []
