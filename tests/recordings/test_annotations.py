"""Marks of others are read from any table with a column of times; what cannot be used is said."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.refused import Refused
from untwitch.intake.csv_text import read_table
from untwitch.recordings import annotations
from untwitch.recordings.annotations import Annotations, read_annotations


def read(tmp_path: Path, text: str, *, name: str = "marks.csv", label: str | None = None) -> Annotations:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_annotations(path, label=label)


def test_a_mark_is_the_middle_of_its_stretch(tmp_path: Path) -> None:
    text = "onset\tduration\ttrial_type\n10\t0.5\ttwitch\n3\tn/a\ttwitch\n20\t\ttwitch\n"
    found = read(tmp_path, text, name="events.tsv")
    assert found.times_s == (3.0, 10.25, 20.0)
    assert found.labels == ("twitch",) * 3
    assert found.problems == ()


@pytest.mark.parametrize(
    ("header", "cell"),
    [("time_s", "1.5"), ("Time (s)", "1.5"), ("time_ms", "1500"), ("Time [ms]", "1500"), ("t", "1.5")],
)
def test_a_column_of_times_is_known_by_its_name(tmp_path: Path, header: str, cell: str) -> None:
    assert read(tmp_path, f"who,{header}\nAnna,{cell}\n").times_s == (1.5,)


def test_milliseconds_of_a_length_and_a_decimal_comma_are_understood(tmp_path: Path) -> None:
    assert read(tmp_path, "time_s;duration_ms\n1,5;200\n").times_s == pytest.approx((1.6,))


def test_rows_that_speak_of_twitches_are_meant_unless_a_label_is_said(tmp_path: Path) -> None:
    text = "onset,label\n1,Fasciculation\n2,rest\n3,fasciculation\n4,\n"
    assert read(tmp_path, text).times_s == (1.0, 3.0)
    assert read(tmp_path, text).left_out == 2
    assert read(tmp_path, text, label="REST").times_s == (2.0,)
    assert read(tmp_path, "onset,label\n1,a\n2,b\n").times_s == (1.0, 2.0)
    with pytest.raises(Refused, match=r"no row of the label 'nap'.*Fasciculation"):
        read(tmp_path, text, label="nap")


def test_rows_that_cannot_be_used_are_said_with_their_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = read(tmp_path, "onset,duration\nx,1\n-1,0\n1,-2\n1e999,0\n2,0\n")
    assert found.times_s == (2.0,)
    assert [each.where for each in found.problems] == [f"marks.csv, line {line}" for line in (2, 3, 4, 5)]
    assert "'x' is not a number; the row is left out" in found.problems[0].what
    monkeypatch.setattr(annotations, "_PROBLEMS_KEPT", 2)
    assert read(tmp_path, "onset,duration\nx,1\n-1,0\n1,-2\n2,0\n").problems[-1].what == (
        "1 more rows could not be used"
    )


def test_a_table_without_times_or_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match="no column of times; one should be called onset, time_s"):
        read(tmp_path, "when\n1\n")
    with pytest.raises(Refused, match="is empty"):
        read(tmp_path, "")
    monkeypatch.setattr(annotations, "MOST_ANNOTATIONS", 2)
    with pytest.raises(Refused, match="more than 2 marks"):
        read(tmp_path, "onset\n1\n2\n3\n")
    monkeypatch.setattr(annotations, "LARGEST_TABLE_BYTES", 3)
    with pytest.raises(Refused, match="is larger than"):
        read(tmp_path, "onset\n1\n")


@given(st.lists(st.floats(0, 1e5), max_size=20))
def test_times_come_back_in_order_whatever_the_order_of_rows(times: list[float]) -> None:
    text = "time_s,who\n" + "".join(f"{each!r},me\n" for each in times)
    table = read_table(text.encode(), name="x")
    assert annotations.annotations_of(table, name="x").times_s == tuple(sorted(times))
