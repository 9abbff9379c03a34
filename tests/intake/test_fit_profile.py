from untwitch.intake import fit_profile
from untwitch.intake.fit_profile import BASE_TYPES, KEPT_APART_NAMES, MESSAGES, STRUCTURE, TIMESTAMP


def test_every_message_has_a_time_and_its_own_name() -> None:
    assert all(each.fields[TIMESTAMP] == ("timestamp", 1) for each in MESSAGES.values())
    assert len({each.name for each in MESSAGES.values()}) == len(MESSAGES)


def test_a_message_is_read_or_kept_apart_and_never_both() -> None:
    assert not KEPT_APART_NAMES.keys() & (STRUCTURE | MESSAGES.keys())


def test_the_types_of_the_protocol_are_all_known_but_text() -> None:
    assert sorted(BASE_TYPES) == [each for each in range(0x11) if each != 0x07]


def test_the_epoch_is_the_last_day_of_1989() -> None:
    assert fit_profile.EPOCH_S == 20 * 365 * 86_400 + 5 * 86_400 - 86_400
