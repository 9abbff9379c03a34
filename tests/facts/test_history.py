"""A history can be empty: nothing known is not an error."""

from untwitch.facts.history import History
from untwitch.facts.identity import new_id
from untwitch.facts.person import Person


def test_a_person_of_whom_nothing_is_known_has_an_empty_history() -> None:
    history = History(Person(new_id(), "me"))
    assert (history.twitches, history.watches, history.batches, history.stays) == ((), (), (), ())
