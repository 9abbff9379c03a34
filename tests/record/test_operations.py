import pytest
from tests.record.making import exposure, twitch

from untwitch.facts.identity import new_id
from untwitch.facts.refused import Refused
from untwitch.record.operations import Sent
from untwitch.record.record import Record


def sent(content: str = "ab" * 32) -> Sent:
    return Sent(new_id(), content)


def test_what_is_sent_once_more_changes_nothing(record: Record, me: str) -> None:
    entry, as_sent = twitch(), sent()
    record.add(me, [entry], sent=as_sent)
    version = record.version(me)
    record.add(me, [twitch(3)], sent=as_sent)
    assert record.edit_fields(me, "twitch", entry.id, fields={"note": "later"}, sent=as_sent) == ""
    assert record.remove(me, "twitch", entry.id, sent=as_sent) == ""
    assert record.entries(me, "twitch") == (entry,)
    assert record.version(me) == version


def test_an_id_under_which_something_else_was_sent_is_refused(record: Record, me: str) -> None:
    as_sent = sent()
    entry = twitch()
    record.add(me, [entry], sent=as_sent)
    other = Sent(as_sent.id, "cd" * 32)
    with pytest.raises(Refused, match="already stands for something else that was sent"):
        record.add(me, [twitch()], sent=other)
    with pytest.raises(Refused, match="already stands"):
        record.edit_fields(me, "twitch", entry.id, fields={"note": "x"}, sent=other)
    with pytest.raises(Refused, match="already stands"):
        record.remove(me, "twitch", entry.id, sent=other)
    assert record.entries(me, "twitch") == (entry,)


def test_an_id_of_an_action_that_was_not_sent_stands_for_nothing_sent(record: Record, me: str) -> None:
    entry = twitch()
    record.add(me, [entry])
    assert record.action(me, new_id()) is None
    with pytest.raises(Refused, match="nothing was done here under the id"):
        record.undo(me, new_id())


def test_an_action_is_found_by_its_id_with_what_it_was_about(record: Record, me: str) -> None:
    as_sent, bout, coffee = sent(), twitch(), exposure()
    record.add(me, [bout, coffee], sent=as_sent)
    found = record.action(me, as_sent.id.upper())
    assert found is not None
    assert found.content == as_sent.content
    assert set(found.entries) == {("twitch", bout.id), ("exposure", coffee.id)}
    assert not found.is_undone


def test_one_action_is_taken_back_by_its_id_and_what_came_after_stays(record: Record, me: str) -> None:
    first, second = twitch(), twitch(1)
    one, two = sent(), sent()
    record.add(me, [first, exposure()], sent=one)
    record.add(me, [second], sent=two)
    words = record.undo(me, one.id)
    assert words is not None
    assert "caffeine_mg 95" in words
    assert record.entries(me, "twitch") == (second,)
    assert record.entries(me, "exposure") == ()
    assert record.undo(me, one.id) is None
    found = record.action(me, one.id)
    assert found is not None
    assert found.is_undone


def test_what_was_taken_back_is_not_kept_by_sending_it_again(record: Record, me: str) -> None:
    entry, as_sent = twitch(), sent()
    record.add(me, [entry], sent=as_sent)
    record.undo(me, as_sent.id)
    record.add(me, [entry], sent=as_sent)
    assert record.entries(me, "twitch") == ()


def test_an_edit_and_a_removal_are_taken_back_by_id_too(record: Record, me: str) -> None:
    entry, edited, removed = twitch(), sent(), sent()
    record.add(me, [entry])
    record.edit_fields(me, "twitch", entry.id, fields={"site": "calf_right"}, sent=edited)
    record.remove(me, "twitch", entry.id, sent=removed)
    assert "removal of twitch" in str(record.undo(me, removed.id))
    assert "change of site to 'calf_right'" in str(record.undo(me, edited.id))
    assert record.entries(me, "twitch") == (entry,)


def test_an_erased_kind_takes_what_was_sent_of_it_along(record: Record, me: str) -> None:
    as_sent = sent()
    record.add(me, [twitch()], sent=as_sent)
    record.erase_kind(me, "twitch")
    assert record.action(me, as_sent.id) is None
