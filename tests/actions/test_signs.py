from untwitch.actions.check import rules_to_sign
from untwitch.actions.signs import NOW, signs


def test_no_emergency_and_nothing_urgent_is_left_out_and_the_most_urgent_come_first() -> None:
    groups = signs()
    assert groups[0].heading == NOW
    assert [each.is_emergency for each in groups] == [True, False, False, False]
    said = {sign for group in groups for sign in group.signs}
    assert said == {rule.sign for rule in rules_to_sign() if rule.urgency in {"emergency", "urgent"}}
    emergencies = {rule.sign for rule in rules_to_sign() if rule.urgency == "emergency"}
    assert set(groups[0].signs) == emergencies


def test_no_sign_is_said_twice() -> None:
    said = [sign for group in signs() for sign in group.signs]
    assert len(said) == len(set(said))
