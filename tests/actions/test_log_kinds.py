from untwitch.actions.log_kinds import FAMILIES
from untwitch.intake.typed_kind import read_kind


def test_every_kind_that_can_be_typed_becomes_something() -> None:
    lines = [
        "twitch", "none", "evening few", "workout 30", "medicine X", "condition X", "person sex male",
        "stay UTC", "supplement magnesium 200mg", "food check 1 1 1 1 1 1", "pain 3", "stress 4", "coffee",
    ]  # fmt: skip
    assert {read_kind(each).family for each in lines} == set(FAMILIES)
