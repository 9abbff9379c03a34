import pytest
from tests.record.conftest import NOW_MS

from untwitch.facts.refused import Refused
from untwitch.record import devices
from untwitch.record.record import Record


def test_a_browser_is_known_by_its_secret_only(record: Record) -> None:
    made = record.add_device("iPhone, Safari", "secret")
    assert record.device_of("secret") == made
    assert record.device_of("Secret") is None
    assert record.device_of(made.device_id) is None
    assert b"secret" not in record.path.read_bytes()


def test_browsers_are_listed_newest_first_and_taken_off(record: Record) -> None:
    first = devices.add_device(record._database, name="a", secret="1", now_ms=1)
    second = devices.add_device(record._database, name="b", secret="2", now_ms=2)
    assert record.devices() == (second, first)
    record.remove_device(second.device_id)
    assert record.devices() == (first,)
    assert record.device_of("2") is None
    with pytest.raises(Refused, match="no browser 'x' is paired"):
        record.remove_device("x")


@pytest.mark.parametrize(
    ("later_ms", "written_ms"),
    [(devices.SEEN_EVERY_MS, 0), (devices.SEEN_EVERY_MS + 1, devices.SEEN_EVERY_MS + 1)],
)
def test_last_seen_is_written_at_most_once_an_hour(record: Record, later_ms: int, written_ms: int) -> None:
    record.add_device("a", "1")
    devices.device_of(record._database, "1", now_ms=NOW_MS + later_ms)
    assert record.devices()[0].seen_ms == NOW_MS + written_ms


def test_browsers_are_no_persons(record: Record, me: str) -> None:
    made = record.add_device("a", "1")
    record.erase_person(me)
    assert record.devices() == (made,)


def test_a_browser_that_was_taken_off_is_told_from_one_that_never_was_on(record: Record) -> None:
    made = record.add_device("a", "1")
    assert not record.was_revoked("1")
    record.remove_device(made.device_id)
    assert record.was_revoked("1")
    assert not record.was_revoked("2")
    with pytest.raises(Refused, match="no browser"):
        record.remove_device(made.device_id)
