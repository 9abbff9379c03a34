import subprocess
import sys
import uuid
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.making import NOON_MS, at, batch, bring_in, importing, rows_of, twitch, watch

from untwitch.facts.problem import Incomplete, Problem, Quarantined
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import SampleBatch
from untwitch.facts.symptom import Symptom
from untwitch.facts.watch import Watch
from untwitch.record.entries import Entry
from untwitch.record.record import Record
from untwitch.record.runs import PROBLEMS_KEPT
from untwitch.record.summary import KindCount


def test_an_import_is_seen_all_at_once_when_it_is_finished(record: Record, me: str, path: Path) -> None:
    with Record.open(path, now_ms=1, device="other") as other:
        with importing(record, me) as run:
            run.take(batch(range(9_000)))
            run.take(watch())
            assert rows_of(record, me) == rows_of(other, me) == []
            assert other.runs(me) == ()
            run.finish(complete=True)
            assert len(rows_of(other, me)) == 9_000
        assert len(other.history(me).watches) == 1
        assert [each.id for each in other.runs(me)] == [run.id]


def test_an_import_left_without_its_end_leaves_nothing(record: Record, me: str) -> None:
    with importing(record, me) as run:
        run.take(batch(range(9_000)))
        run.take(watch())
    with pytest.raises(Refused, match="not known"), importing(record, me) as run:
        run.take(batch(range(5_000), measure="stepz"))
    assert rows_of(record, me) == []
    assert record.history(me).watches == ()
    assert rows_left(record) == {"sample": 0, "run_sample": 0, "run_entry": 0, "watch": 0, "import_run": 0}
    assert bring_in(record, me, [batch([1])]) == "1"


def rows_left(record: Record) -> dict[str, int]:
    names = ("sample", "run_sample", "run_entry", "watch", "import_run")
    with record._database.read() as connection:
        return {
            name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one() for name in names
        }


def test_the_summary_counts_what_was_seen_taken_known_and_skipped(record: Record, me: str) -> None:
    bring_in(record, me, [batch(range(4)), watch(seed=1)])
    coffee = batch([0, 1], measure="caffeine_mg", app="Cronometer")
    with importing(record, me) as run:
        run.take(batch(range(2, 7)))
        run.take(coffee)
        run.take(watch(seed=1))
        run.take(watch(20, seed=2))
        run.take(watch(20, seed=2))
        run.take(Problem("line 3", "no value"))
        summary = run.finish(complete=True)
    assert summary.measures == {
        "steps": KindCount(seen=5, taken=3, already_known=2),
        "caffeine_mg": KindCount(seen=2, taken=2),
    }
    assert list(summary.measures) == ["steps", "caffeine_mg"]
    assert summary.entries == {
        "watch": KindCount(seen=3, taken=1, already_known=1, skipped={"twice in this file": 1})
    }
    assert (summary.first_day, summary.last_day) == (at().local_day(), at(20).local_day())
    assert summary.problems == (Problem("line 3", "no value"),)
    assert summary.complete
    assert record.runs(me)[-1] == summary


def test_skipped_rows_and_unbelievable_ones_are_counted_with_their_reason(record: Record, me: str) -> None:
    good = batch(range(4))
    good.value[1], good.value[2] = float("nan"), -3.0
    with importing(record, me) as run:
        run.take(replace(good, seen=6, skipped={"unit unknown": 2}))
        summary = run.finish(complete=True)
    assert summary.measures["steps"] == KindCount(6, 2, 0, {"unit unknown": 2, "not believable": 2})
    assert len(rows_of(record, me)) == 2


def test_the_same_file_again_takes_nothing_new(record: Record, me: str) -> None:
    items: Sequence[SampleBatch | Entry] = [batch(range(5_000)), batch(range(10), app="Phone"), watch(seed=1)]
    bring_in(record, me, items)
    before = rows_of(record, me)
    bring_in(record, me, items)
    second = record.runs(me)[1]
    assert second.measures["steps"] == KindCount(seen=5_010, taken=0, already_known=5_010)
    assert second.entries["watch"] == KindCount(seen=1, taken=0, already_known=1)
    assert rows_of(record, me) == before


def test_a_watch_that_the_person_typed_counts_as_known(record: Record, me: str) -> None:
    record.add(me, [watch(seed=1)])
    bring_in(record, me, [watch(seed=1)])
    assert record.runs(me)[0].entries["watch"] == KindCount(seen=1, taken=0, already_known=1)


def test_an_entry_whose_id_stands_for_another_is_skipped_with_the_reason(record: Record, me: str) -> None:
    first = watch(seed=1)
    bring_in(record, me, [first])
    bring_in(record, me, [Watch(first.id, at(1), at(2))])
    assert record.history(me).watches == (first,)
    skipped = {"its id stands for another entry": 1}
    assert record.runs(me)[1].entries["watch"] == KindCount(seen=1, taken=0, already_known=0, skipped=skipped)


def test_problems_are_kept_up_to_a_bound_and_counted_all(record: Record, me: str) -> None:
    with importing(record, me) as run:
        for line in range(PROBLEMS_KEPT + 20):
            run.take(Problem(f"line {line}", "no value"))
        run.take(Incomplete("export.xml", "the file ends in the middle"))
        summary = run.finish(complete=True)
    assert summary.problem_count == PROBLEMS_KEPT + 21
    assert len(summary.problems) == PROBLEMS_KEPT + 1
    assert summary.problems[-1].where == "export.xml"
    assert not summary.complete
    assert not record.runs(me)[0].complete


def test_unknown_kinds_are_quarantined_with_examples_and_joined(record: Record, me: str) -> None:
    def odd(count: int, first_ms: int | None, *examples: str) -> Quarantined:
        return Quarantined(
            "export.xml", "kind not known", kind="Odd", unit="g", count=count, first_ms=first_ms,
            last_ms=first_ms, examples=examples,
        )  # fmt: skip

    with importing(record, me) as run:
        run.take(odd(2, 500, "a", "b", "c"))
        run.take(odd(3, 100, "d", "e", "f"))
        run.take(odd(1, None))
        run.take(Quarantined("export.xml", "unit not known", kind="Odd", unit="stone", count=1))
        summary = run.finish(complete=True)
    joined, other = summary.quarantined
    assert (joined.count, joined.first_ms, joined.last_ms) == (6, 100, 500)
    assert joined.examples == ("a", "b", "c", "d", "e")
    assert (other.unit, other.count, other.first_ms) == ("stone", 1, None)
    assert summary.problem_count == 0
    assert record.runs(me)[0].quarantined == summary.quarantined


def test_a_preview_tells_the_counts_and_finishes_nothing(record: Record, me: str) -> None:
    with importing(record, me) as run:
        run.take(batch(range(3)))
        assert run.preview(complete=True).measures["steps"].taken == 3
    assert record.runs(me) == ()
    assert rows_of(record, me) == []


def test_a_finished_import_takes_no_more(record: Record, me: str) -> None:
    with importing(record, me) as run:
        run.finish(complete=False)
        with pytest.raises(Refused, match="import 1 is finished; it takes no more"):
            run.take(batch([1]))
        with pytest.raises(Refused, match="finished already"):
            run.finish(complete=True)
    (only,) = record.runs(me)
    assert (only.first_day, only.last_day, only.complete) == (None, None, False)


def test_an_import_for_nobody_is_refused(record: Record) -> None:
    with pytest.raises(Refused, match="no person has the id"), importing(record, str(uuid.uuid4())):
        pass


def test_undo_of_one_of_two_overlapping_imports_is_exact(record: Record, me: str) -> None:
    first = bring_in(record, me, [batch(range(100)), watch(seed=1), watch(20, seed=2)])
    second = bring_in(record, me, [batch(range(50, 150)), watch(20, seed=2)])
    assert record.undo_run(me, first) == 51
    assert [row[1] for row in rows_of(record, me)] == [NOON_MS + each * 60_000 for each in range(50, 150)]
    assert record.history(me).watches == (watch(20, seed=2),)
    assert [each.id for each in record.runs(me)] == [second]
    with pytest.raises(Refused, match=r"no import has the id '1'; there are 2"):
        record.undo_run(me, first)
    assert record.undo_run(me, second) == 101
    assert rows_of(record, me) == []
    with pytest.raises(Refused, match="there is none"):
        record.undo_run(me, second)
    assert rows_left(record) == {"sample": 0, "run_sample": 0, "run_entry": 0, "watch": 0, "import_run": 2}
    assert record.integrity() == []


MINUTES = st.lists(st.integers(0, 8), max_size=8)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("import"), MINUTES, MINUTES, st.sampled_from(["+01:00", "UTC"])),
        st.tuples(st.just("leave"), MINUTES, MINUTES, st.just("UTC")),
        st.tuples(st.just("undo"), st.integers(0, 5)),
    ),
    max_size=7,
)


@settings(max_examples=40, deadline=None)
@given(steps=STEPS)
def test_any_imports_and_undos_leave_the_union_of_the_remaining_runs(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[object, ...]]
) -> None:
    """The oracle: per minute the most alike rows that one remaining run has, in the zone of the earliest."""
    home = tmp_path_factory.mktemp("home")
    with Record.open(home / "u.sqlite", now_ms=1, device="x") as record:
        me = record.person().person_id
        remaining: dict[str, tuple[list[int], list[int], str]] = {}
        for step in steps:
            if step[0] == "undo":
                if remaining:
                    chosen = sorted(remaining)[int(str(step[1])) % len(remaining)]
                    record.undo_run(me, chosen)
                    del remaining[chosen]
                continue
            what, minutes, days, zone = step
            assert isinstance(minutes, list)
            assert isinstance(days, list)
            with importing(record, me) as run:
                for one in (minutes[:4], minutes[4:]):
                    run.take(batch(one, zone=str(zone)))
                for each in dict.fromkeys(days):
                    run.take(watch(each * 24, seed=each))
                if what == "import":
                    run.finish(complete=True)
                    remaining[run.id] = (minutes, days, str(zone))
            assert rows_of(record, me) == union(remaining)
            held = {each for _, some, _ in remaining.values() for each in some}
            assert [each.id for each in record.history(me).watches] == [
                watch(0, seed=each).id for each in sorted(held)
            ]
        assert rows_of(record, me) == union(remaining)
        assert rows_left(record)["sample"] == len(union(remaining))
        assert record.integrity() == []


def union(remaining: dict[str, tuple[list[int], list[int], str]]) -> list[tuple[str, int, float, str, str]]:
    zones: dict[tuple[int, int], str] = {}
    for run in sorted(remaining, key=int):
        minutes, _, zone = remaining[run]
        for minute in set(minutes):
            for ordinal in range(minutes.count(minute)):
                zones.setdefault((minute, ordinal), zone)
    return sorted(
        ("steps", NOON_MS + minute * 60_000, 5.0, "Watch", zone) for (minute, _), zone in zones.items()
    )


def test_symptoms_belong_to_their_import_too(record: Record, me: str) -> None:
    ache = Symptom(str(uuid.UUID(int=9)), "cramp", at())
    run = bring_in(record, me, [ache])
    assert record.history(me).symptoms == (ache,)
    assert record.runs(me)[0].entries["symptom"].taken == 1
    record.undo_run(me, run)
    assert record.history(me).symptoms == ()


KILLED = """
import os, sys
from pathlib import Path
from tests.record.making import batch, importing, watch
from untwitch.record.entries import Entry
from untwitch.record.record import Record
record = Record.open(Path(sys.argv[1]), now_ms=1, device="x")
with importing(record, record.person().person_id) as run:
    run.take(batch(range(9_000)))
    run.take(watch())
    print("staged", flush=True)
    if sys.argv[2] == "kill":
        os._exit(9)
    sys.stdin.readline()
    run.finish(complete=True)
"""


def test_a_killed_import_is_swept_at_the_next_opening(record: Record, me: str, path: Path) -> None:
    bring_in(record, me, [batch(range(100))])
    record.close()
    subprocess.run([sys.executable, "-c", KILLED, str(path), "kill"], check=False, capture_output=True)
    with Record.open(path, now_ms=2, device="x") as again:
        assert len(rows_of(again, me)) == 100
        assert rows_left(again) == {
            "sample": 100,
            "run_sample": 100,
            "run_entry": 0,
            "watch": 0,
            "import_run": 1,
        }


def test_an_import_still_running_elsewhere_is_not_swept(record: Record, me: str, path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path), "live"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"staged\n"
        with Record.open(path, now_ms=2, device="x") as other:
            assert rows_of(other, me) == []
            other.add(me, [twitch()])
        child.communicate(b"go\n", timeout=30)
    assert len(rows_of(record, me)) == 9_000
    assert len(record.history(me).twitches) == 1
