import io
import json
import subprocess
import sys
import time

import pytest
from tests.intake.test_database_rows import database
from tests.intake.workbooks import workbook

from untwitch.facts.refused import Refused
from untwitch.intake import sandbox
from untwitch.intake.sandbox import Sandbox, _grant_time, _limit, answer, parse_apart, stream_apart

SHEETS = "untwitch.intake.sheet:rows_of_sheets"
TABLES = "untwitch.intake.database_rows:rows_of_tables"
MANY = ", ".join(f"({each}, printf('%0200d', {each}))" for each in range(400))
CUT_OFF = database(f"CREATE TABLE a (x, y); INSERT INTO a VALUES {MANY};")[:32768]
BOOK = workbook({"one": [["date", "sleep"], ["2026-01-01", 7]]})
ROWS = [["one", "date", "sleep"], ["one", "2026-01-01", "7"]]


def framed(data: bytes) -> bytes:
    return len(data).to_bytes(8, "big") + data


def test_a_parser_runs_apart_and_answers_plain_values() -> None:
    assert parse_apart(SHEETS, BOOK, name="a.xlsx") == [
        ["one", "date", "sleep"],
        ["one", "2026-01-01", "7"],
    ]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04junk", BOOK[: len(BOOK) // 2]])
def test_a_file_that_breaks_the_parser_is_one_sentence(data: bytes) -> None:
    with pytest.raises(Refused, match=r"a\.xlsx could not be read: it is damaged, too large or protected"):
        parse_apart(SHEETS, data, name="a.xlsx")


def test_a_parser_that_takes_too_long_is_stopped() -> None:
    began = time.perf_counter()
    with pytest.raises(Refused, match="could not be read"):
        parse_apart(SHEETS, BOOK, name="a.xlsx", wall_s=0.0)
    assert time.perf_counter() - began < 5


def test_an_answer_beyond_all_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "LARGEST_ANSWER_BYTES", 5)
    with pytest.raises(Refused, match="holds more than can be read"):
        parse_apart(SHEETS, BOOK, name="a.xlsx")


def test_a_line_beyond_all_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "LONGEST_LINE_BYTES", 5)
    with pytest.raises(Refused, match="holds more than can be read"):
        parse_apart(SHEETS, BOOK, name="a.xlsx")


def test_an_answer_is_given_value_by_value_and_what_came_before_an_end_too_early_is_good() -> None:
    options = {"wanted": {"a": ["x"]}}
    stream = stream_apart(TABLES, CUT_OFF, name="a.db", options=options)
    assert next(stream)[:3] == ["rows", "a", [0]]
    assert list(stream)[-1] == ["damaged", "a"]


def test_whoever_stops_listening_stops_the_child() -> None:
    stream = stream_apart(TABLES, CUT_OFF, name="a.db", options={"wanted": {"a": ["x"]}})
    next(stream)
    stream.close()
    with pytest.raises(StopIteration):
        next(stream)


def test_one_child_parses_many_files_and_a_new_one_comes_after_a_failure() -> None:
    with Sandbox(SHEETS) as apart:
        assert list(apart.parse(BOOK, name="a.xlsx")) == ROWS
        first = apart._child
        assert list(apart.parse(BOOK, name="b.xlsx")) == ROWS
        assert apart._child is first
        with pytest.raises(Refused, match=r"c\.xlsx could not be read"):
            list(apart.parse(b"PK\x03\x04junk", name="c.xlsx"))
        assert list(apart.parse(BOOK, name="d.xlsx")) == ROWS
        assert apart._child is not first
    assert apart._child is None


@pytest.mark.parametrize("parser", ["os:system", "untwitch.record.backup:backups", "untwitch.intake.x.y:z"])
def test_only_parsers_of_the_two_rooms_run(parser: str) -> None:
    with pytest.raises(Refused, match="is not a parser of the sandbox"):
        answer(parser, io.BytesIO(b""), io.BytesIO())


def test_the_child_answers_a_line_a_row_and_says_when_a_file_is_through() -> None:
    target = io.BytesIO()
    answer(SHEETS, io.BytesIO(framed(BOOK) + framed(BOOK) + b"cut"), target)
    lines = [json.loads(each) for each in target.getvalue().splitlines()]
    assert lines == [*ROWS, "end", *ROWS, "end"]


def test_a_child_that_has_ended_is_a_file_that_cannot_be_read() -> None:
    with Sandbox(SHEETS) as apart:
        list(apart.parse(BOOK, name="a.xlsx"))
        assert apart._child is not None
        apart._child.kill()
        apart._child.wait()
        with pytest.raises(Refused, match="could not be read"):
            list(apart.parse(bytes(1 << 20), name="a.xlsx"))


def test_a_child_without_pipes_did_not_start() -> None:
    with Sandbox(SHEETS) as apart:
        apart._child = subprocess.Popen([sys.executable, "-c", ""])
        with pytest.raises(Refused, match="did not start"):
            list(apart.parse(BOOK, name="a.xlsx"))


def test_the_limits_are_those_of_the_child_only() -> None:
    code = (
        "from untwitch.intake.sandbox import _limit, MEMORY_BYTES\n"
        "import resource\n"
        "_limit()\n"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0] == MEMORY_BYTES,"
        " resource.getrlimit(resource.RLIMIT_FSIZE)[0])\n"
        "try:\n    b = bytearray(2 * MEMORY_BYTES)\nexcept MemoryError:\n    print('bounded')\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout.split() == ["True", "0", "bounded"]


def test_a_system_without_limits_is_told_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    _limit()
    _grant_time()


def test_a_system_that_refuses_one_limit_still_has_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource  # noqa: PLC0415 - not there on Windows

    asked = []

    def refuse(kind: int, _: tuple[int, int]) -> None:
        asked.append(kind)
        raise ValueError

    monkeypatch.setattr(resource, "setrlimit", refuse)
    _limit()
    _grant_time()
    assert len(asked) == 4


def test_every_file_has_its_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource  # noqa: PLC0415 - not there on Windows

    granted = []
    monkeypatch.setattr(resource, "setrlimit", lambda kind, limits: granted.append((kind, limits)))
    answer(SHEETS, io.BytesIO(framed(BOOK) + framed(BOOK)), io.BytesIO(), before_each=_grant_time)
    used = resource.getrusage(resource.RUSAGE_SELF)
    assert [kind for kind, _ in granted] == [resource.RLIMIT_CPU] * 2
    for _, (soft, hard) in granted:
        assert used.ru_utime + used.ru_stime < soft <= used.ru_utime + used.ru_stime + sandbox.CPU_S + 2
        assert hard == resource.getrlimit(resource.RLIMIT_CPU)[1]
