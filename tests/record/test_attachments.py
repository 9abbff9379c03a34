import hashlib

import pytest
from tests.record.making import exposure, twitch

from untwitch.facts.attachment import LARGEST_BYTES
from untwitch.facts.identity import new_id
from untwitch.facts.refused import Refused
from untwitch.facts.twitch import Twitch
from untwitch.record.attachments import PART_BYTES, UNFINISHED_MS, Attachments
from untwitch.record.operations import Sent, Stamp
from untwitch.record.record import Record

PARTS = [bytes([number]) * PART_BYTES for number in range(2)] + [b"end"]
WHOLE = b"".join(PARTS)


@pytest.fixture
def entry(record: Record, me: str) -> Twitch:
    made = twitch()
    record.add(me, [made])
    return made


@pytest.fixture
def place(record: Record, me: str) -> Attachments:
    return record.attachments(me)


def added(place: Attachments, entry: Twitch, own: str = "") -> str:
    own = own or new_id()
    for number, part in enumerate(PARTS):
        place.part(own, number, part, entity="twitch", entity_id=entry.id)
    place.finish(own, media_type="image/jpeg", size_bytes=len(WHOLE))
    return own


def test_a_photo_comes_back_as_it_came(place: Attachments, entry: Twitch) -> None:
    own = added(place, entry)
    (kept,) = place.of_all()
    assert (kept.id, kept.entity, kept.entity_id) == (own, "twitch", entry.id)
    assert (kept.size_bytes, kept.sha256) == (len(WHOLE), hashlib.sha256(WHOLE).hexdigest())
    assert b"".join(place.content(own)) == WHOLE
    assert place.one(own.upper()) == kept


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (0, 1), (0, PART_BYTES), (5, PART_BYTES + 5), (PART_BYTES, PART_BYTES + 1),
        (2 * PART_BYTES - 1, None), (2 * PART_BYTES, len(WHOLE)), (7, 7),
    ],
)  # fmt: skip
def test_any_stretch_of_it_can_be_read(
    place: Attachments, entry: Twitch, start: int, end: int | None
) -> None:
    own = added(place, entry)
    assert b"".join(place.content(own, start=start, end=end)) == WHOLE[start:end]


def test_a_part_sent_twice_is_kept_once_and_one_too_early_is_refused(
    place: Attachments, entry: Twitch
) -> None:
    own = new_id()
    with pytest.raises(Refused, match="part 1 came before part 0"):
        place.part(own, 1, b"x", entity="twitch", entity_id=entry.id)
    for _ in range(2):
        place.part(own, 0, b"first", entity="twitch", entity_id=entry.id)
    with pytest.raises(Refused, match="part 2 came before part 1"):
        place.part(own, 2, b"x", entity="twitch", entity_id=entry.id)
    assert place.first_bytes(own, 3) == b"fir"
    assert place.of_all() == ()
    for _ in range(2):
        assert place.finish(own, media_type="image/png", size_bytes=5).size_bytes == 5
    assert len(place.of_all()) == 1


@pytest.mark.parametrize("content", [b"", bytes(PART_BYTES + 1)])
def test_a_part_is_neither_empty_nor_too_large(place: Attachments, entry: Twitch, content: bytes) -> None:
    with pytest.raises(Refused, match="a part has 1 to 1048576 bytes"):
        place.part(new_id(), 0, content, entity="twitch", entity_id=entry.id)


def test_more_than_the_limit_is_refused(place: Attachments, entry: Twitch) -> None:
    own = new_id()
    whole = bytes(PART_BYTES)
    for number in range(LARGEST_BYTES // PART_BYTES):
        place.part(own, number, whole, entity="twitch", entity_id=entry.id)
    with pytest.raises(Refused, match="more than 64 MiB"):
        place.part(own, LARGEST_BYTES // PART_BYTES, b"x", entity="twitch", entity_id=entry.id)


def test_what_does_not_belong_is_refused(record: Record, me: str, place: Attachments, entry: Twitch) -> None:
    own = added(place, entry)
    other = twitch(1)
    record.add(me, [other])
    with pytest.raises(Refused, match="no twitch has the id"):
        place.part(new_id(), 0, b"x", entity="twitch", entity_id=new_id())
    with pytest.raises(Refused, match="is finished already"):
        place.part(own, 3, b"x", entity="twitch", entity_id=entry.id)
    with pytest.raises(Refused, match="of another entry"):
        place.part(own, 3, b"x", entity="twitch", entity_id=other.id)
    with pytest.raises(Refused, match="no photo or clip has the id"):
        place.finish(new_id(), media_type="image/png", size_bytes=1)
    with pytest.raises(Refused, match="no photo or clip has the id"):
        place.one(new_id())
    unfinished = new_id()
    place.part(unfinished, 0, b"xyz", entity="twitch", entity_id=entry.id)
    with pytest.raises(Refused, match="only 3 of 4 bytes came"):
        place.finish(unfinished, media_type="image/png", size_bytes=4)
    assert place.first_bytes(new_id(), 3) == b""


def test_it_goes_and_comes_back_with_its_entry(
    record: Record, me: str, place: Attachments, entry: Twitch
) -> None:
    own = added(place, entry)
    record.remove(me, "twitch", entry.id)
    assert place.of_all() == ()
    record.undo_last(me)
    assert [each.id for each in place.of_all()] == [own]


def test_adding_and_removing_are_taken_back_by_id(record: Record, me: str, entry: Twitch) -> None:
    place = record.attachments(me)
    own, removal = added(place, entry), Sent(new_id(), "remove")
    for _ in range(2):
        place.remove(own, sent=removal)
    assert place.of_all() == ()
    assert record.undo(me, removal.id) == "removal of photo or clip"
    assert len(place.of_all()) == 1
    assert record.undo(me, own) == "photo or clip"
    assert place.of_all() == ()
    with pytest.raises(Refused, match="no photo or clip has the id"):
        place.remove(own)


def test_parts_that_nobody_finished_go_after_a_day(record: Record, me: str, entry: Twitch) -> None:
    own = new_id()
    record.attachments(me).part(own, 0, b"old", entity="twitch", entity_id=entry.id)
    later = Attachments(record._database, me, stamp=Stamp(record._now_ms + UNFINISHED_MS + 1, "test"))
    later.part(new_id(), 0, b"new", entity="twitch", entity_id=entry.id)
    assert record.attachments(me).first_bytes(own, 3) == b""


def test_erasing_a_kind_or_a_measure_takes_their_photos_along(record: Record, me: str, entry: Twitch) -> None:
    place = record.attachments(me)
    added(place, entry)
    coffee = exposure()
    record.add(me, [coffee])
    own = new_id()
    place.part(own, 0, b"photo", entity="exposure", entity_id=coffee.id)
    place.finish(own, media_type="image/png", size_bytes=5)
    record.erase_kind(me, "caffeine_mg")
    assert [each.entity for each in place.of_all()] == ["twitch"]
    assert record.action(me, own) is None
    record.erase_kind(me, "twitch")
    assert place.of_all() == ()
    assert place.first_bytes(own, 5) == b""
    assert record.integrity() == []
    assert WHOLE[-3:] * 2 not in record.path.read_bytes()


def test_erasing_a_person_takes_their_photos_along(record: Record, me: str, entry: Twitch) -> None:
    added(record.attachments(me), entry)
    record.erase_person(me)
    assert record.integrity() == []
    assert PARTS[1][:64] not in record.path.read_bytes()
