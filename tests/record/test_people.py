import threading
from pathlib import Path

import pytest

from untwitch.facts.identity import new_id
from untwitch.facts.refused import Refused
from untwitch.record.record import Record


def test_the_first_person_is_called_me_and_stays_the_same(record: Record, path: Path) -> None:
    assert record.persons() == ()
    person = record.person()
    assert person.name == "me"
    with Record.open(path, now_ms=1, device="x") as again:
        assert again.person() == person
        assert again.person("me") == person


def test_two_who_come_first_at_once_make_one_person(path: Path) -> None:
    Record.open(path, now_ms=1, device="x").close()
    found = []

    def come() -> None:
        with Record.open(path, now_ms=1, device="x") as record:
            found.append(record.person().person_id)

    threads = [threading.Thread(target=come) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_with_several_people_one_must_be_named(record: Record) -> None:
    record.person()
    noor = record.add_person("Noor")
    assert [each.name for each in record.persons()] == ["me", "Noor"]
    assert record.person("Noor") == noor
    with pytest.raises(Refused, match="say whom with --person: me, Noor"):
        record.person()
    with pytest.raises(Refused, match="nobody here is called 'Nor'; nearest: Noor"):
        record.person("Nor")


def test_a_name_is_used_once_and_never_empty(record: Record) -> None:
    with pytest.raises(Refused, match="nobody here is called 'Noor'"):
        record.person("Noor")
    record.add_person("Noor")
    with pytest.raises(Refused, match="called 'Noor' already"):
        record.add_person("Noor")
    with pytest.raises(Refused, match="needs a name"):
        record.add_person(" ")
    assert len(record.persons()) == 1


def test_settings_are_kept_by_person(record: Record, me: str) -> None:
    you = record.add_person("Noor").person_id
    assert record.settings(me) == {}
    record.set_setting(me, "region", "NL")
    record.set_setting(me, "region", "BE")
    record.set_setting(me, "units", {"volume": "ml"})
    record.set_setting(you, "region", "FR")
    assert record.settings(me) == {"region": "BE", "units": {"volume": "ml"}}
    assert record.settings(you) == {"region": "FR"}
    for bad in (object(), float("nan")):
        with pytest.raises(Refused, match="cannot be kept as JSON"):
            record.set_setting(me, "region", bad)


def test_what_columns_mean_is_remembered_by_header(record: Record) -> None:
    assert record.mapping_for("h1") is None
    record.remember_mapping("h1", {"coffee": "caffeine_mg"})
    record.remember_mapping("h1", {"coffee": "caffeine_mg", "date": "start"})
    record.remember_mapping("h2", {})
    assert record.mapping_for("h1") == {"coffee": "caffeine_mg", "date": "start"}
    assert record.mapping_for("h2") == {}


def test_a_stranger_is_refused_everywhere(record: Record) -> None:
    for ask in (record.version, record.settings, record.history, record.freshness, record.runs):
        with pytest.raises(Refused, match="no person has the id"):
            ask(new_id())
    with pytest.raises(Refused, match="not a UUID"):
        record.version("me")
