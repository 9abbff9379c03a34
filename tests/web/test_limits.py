from hypothesis import given
from hypothesis import strategies as st

from untwitch.web import limits
from untwitch.web.limits import Limit


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_so_many_at_once_and_then_one_after_the_time_that_was_said() -> None:
    clock = Clock()
    limit = Limit(at_once=3, per_s=0.5, clock=clock)
    assert [limit.wait_s("a") for _ in range(5)] == [0, 0, 0, 2, 2]
    clock.now_s = 2
    assert limit.wait_s("a") == 0
    assert limit.wait_s("a") == 2


def test_each_address_has_its_own() -> None:
    limit = Limit(at_once=1, per_s=1, clock=Clock())
    assert limit.wait_s("a") == 0
    assert limit.wait_s("a") > 0
    assert limit.wait_s("b") == 0


@given(st.lists(st.floats(0, 30), min_size=1, max_size=200))
def test_nobody_gets_more_than_the_limit_in_any_time(gaps_s: list[float]) -> None:
    clock = Clock()
    limit = Limit(at_once=4, per_s=0.2, clock=clock)
    let_in = 0
    for gap_s in gaps_s:
        clock.now_s += gap_s
        let_in += limit.wait_s("a") == 0
        assert let_in <= 4 + clock.now_s * 0.2 + 1e-6


def test_what_is_remembered_is_bounded() -> None:
    limit = Limit(at_once=1, per_s=1, clock=Clock())
    limit.wait_s("first")
    for number in range(limits.MOST_ADDRESSES):
        limit.wait_s(str(number))
    assert limit.wait_s("first") == 0
    assert len(limit._left) == limits.MOST_ADDRESSES
