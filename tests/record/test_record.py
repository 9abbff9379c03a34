import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from tests.record.making import at, batch, bring_in, exposure, importing, one_of_each, rows_of, twitch, watch

from untwitch.facts.exposure import TYPED
from untwitch.facts.history import History
from untwitch.facts.kept_recording import watch_of
from untwitch.facts.refused import Refused
from untwitch.record.record import Record
from untwitch.record.schema import SCHEMA_VERSION


def test_what_is_added_is_there_when_the_file_is_opened_again(path: Path) -> None:
    entries = one_of_each()
    with Record.open(path, now_ms=1, device="phone") as record:
        person = record.person()
        record.add(person.person_id, entries)
    with Record.open(path, now_ms=2, device="desk") as record:
        history = record.history(record.person().person_id)
    bout, watched, sip, symptom, medicine, condition, fact, stay, kept, mark = entries
    recorded = watch_of(kept, (mark,))
    assert recorded is not None
    assert history == History(
        person=person,
        twitches=(bout,),
        watches=(watched, recorded),
        symptoms=(symptom,),
        medicines=(medicine,),
        conditions=(condition,),
        person_facts=(fact,),
        stays=(stay,),
        batches=history.batches,
        recordings=(kept,),
        marks=(mark,),
    )
    (drink,) = history.batches
    assert (drink.measure, list(drink.value), drink.apps, list(drink.estimate)) == (
        "caffeine_mg", [95.0], (TYPED,), [1],
    )  # fmt: skip
    assert list(drink.start_ms) == [sip.start.utc_ms]


def test_a_record_is_made_with_its_folder_and_stands_at_the_present_schema(
    record: Record, path: Path
) -> None:
    assert record.path == path
    assert record.schema_version == SCHEMA_VERSION
    assert record.integrity() == []
    assert path.parent.stat().st_mode & 0o077 == 0
    assert path.stat().st_mode & 0o077 == 0


def test_nothing_is_written_outside_the_home(record: Record, me: str, path: Path, tmp_path: Path) -> None:
    record.add(me, [twitch()])
    bring_in(record, me, [batch([1])])
    assert [each.name for each in tmp_path.iterdir()] == [path.parent.name]


def test_every_visible_change_raises_the_version_and_nothing_else_does(record: Record, me: str) -> None:
    entry = twitch()
    seen = [record.version(me)]

    def grew() -> bool:
        seen.append(record.version(me))
        return seen[-1] > seen[-2]

    record.add(me, [entry])
    assert grew()
    record.add(me, [entry])
    assert not grew()
    record.edit(me, "twitch", entry.id, field="site", value="calf_right")
    assert grew()
    record.undo_last(me)
    assert grew()
    record.set_setting(me, "region", "NL")
    assert grew()
    with importing(record, me) as run:
        run.take(batch(range(10)))
        assert not grew()
        run.finish(complete=True)
    assert grew()
    record.undo_run(me, "1")
    assert grew()
    record.history(me)
    assert not grew()


def test_days_choose_what_touches_them_anywhere_on_earth(record: Record, me: str) -> None:
    hours = [-24 * 10, -29, 0, 29, 24 * 10]
    record.add(me, [twitch(each) for each in hours] + [exposure(each) for each in hours] + [watch(-24 * 10)])
    bring_in(record, me, [batch([round(each * 60) for each in hours])])
    record.add(me, list(one_of_each()[4:8]))
    day = at().local_day()
    history = record.history(me, first_day=day, last_day=day)
    assert [each.start.utc_ms for each in history.twitches] == [at(each).utc_ms for each in (-29, 0, 29)]
    assert [len(each) for each in history.batches] == [3, 3]
    assert history.watches == ()
    assert len(history.medicines) == len(history.conditions) == len(history.stays) == 1
    assert len(record.history(me, first_day=day).twitches) == 4
    assert len(record.history(me, last_day=day).twitches) == 4
    assert len(record.history(me).twitches) == 5


def test_two_people_do_not_see_each_other(record: Record, me: str) -> None:
    you = record.add_person("Noor").person_id
    mine, yours = twitch(), twitch()
    record.add(me, [mine])
    record.add(you, [yours])
    bring_in(record, me, [batch(range(3))])
    bring_in(record, you, [batch(range(2, 4))])
    assert record.history(me).twitches == (mine,)
    assert record.history(you).twitches == (yours,)
    assert (len(rows_of(record, me)), len(rows_of(record, you))) == (3, 2)
    record.undo_run(me, "1")
    assert (len(rows_of(record, me)), len(rows_of(record, you))) == (0, 2)
    with pytest.raises(Refused, match="id"):
        record.edit(you, "twitch", mine.id, field="site", value="calf_right")


def test_a_backup_is_made_before_the_first_import_of_an_opening_once_there_is_something(
    record: Record, me: str
) -> None:
    bring_in(record, me, [batch([1])])
    assert record.backups() == ()
    record.close()
    with Record.open(record.path, now_ms=5_000, device="test") as again:
        bring_in(again, me, [batch([2])])
        bring_in(again, me, [batch([3])])
        (only,) = again.backups()
    with Record.open(only, now_ms=6_000, device="test") as copy:
        assert len(rows_of(copy, me)) == 1


def test_days_of_stays_survive(record: Record, me: str) -> None:
    stay = one_of_each()[7]
    record.add(me, [stay])
    assert record.history(me).stays[0].from_day == dt.date(2023, 11, 1)
    assert record.entries(me, "stay") == (stay,)


def test_opening_and_adding_loads_no_alembic_and_no_numpy(path: Path) -> None:
    words = (
        "import sys; from pathlib import Path; from untwitch.record.record import Record\n"
        "with Record.open(Path(sys.argv[1]), now_ms=1, device='x') as record: record.person()\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'alembic', 'numpy', 'scipy'}))"
    )
    run = subprocess.run([sys.executable, "-c", words, str(path)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_fault_in_opening_leaves_no_file_open(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise Refused("broken")

    monkeypatch.setattr("untwitch.record.sweep.sweep_at_open", broken)
    with pytest.raises(Refused, match="broken"):
        Record.open(path, now_ms=1, device="x")


def test_a_damaged_file_is_told_with_its_backups(record: Record) -> None:
    assert "is damaged (torn)" in str(record.damaged("torn"))
