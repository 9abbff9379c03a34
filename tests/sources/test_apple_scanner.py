import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources.apple_exports import AT, HEAD, TAIL, read, record
from tests.sources.reading import problems, rows

from untwitch.facts.problem import Incomplete
from untwitch.intake.bounded import BoundedStream, Budget
from untwitch.sources import apple_scanner
from untwitch.sources.apple_scanner import Block, Scanner, attributes_of, clean, known_zone


def scan(data: bytes, *, scanner: Scanner | None = None) -> list[Block]:
    stream = BoundedStream(lambda: io.BytesIO(data), name="export.xml", budget=Budget(None))
    return list((scanner or Scanner(name="export.xml")).scan(stream))


def values(blocks: list[Block]) -> list[bytes]:
    return [fields[5] for block in blocks for kind in block.records.values() for fields, _, _ in kind]


def in_pieces(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(apple_scanner, "CHUNK_BYTES", size)


STEPS = [record("StepCount", number, unit="count") for number in range(30)]


@pytest.mark.parametrize("size", [100, 337, 1000, 1 << 20])
def test_records_are_found_however_the_bytes_arrive(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    in_pieces(monkeypatch, size)
    blocks = scan((HEAD + "".join(STEPS) + TAIL).encode())
    assert values(blocks) == [str(number).encode() for number in range(30)]
    assert not any(block.problems for block in blocks)


def variants() -> Iterator[tuple[str, bytes]]:
    good = HEAD + STEPS[0] + STEPS[7] + TAIL
    yield "byte order mark", b"\xef\xbb\xbf" + good.encode()
    yield "carriage returns", good.replace("\n", "\r\n").encode()
    yield "document type that does not parse", good.replace("ANY>", "ANY\n<!ELEMENT Record (").encode()
    yield (
        "entity bomb",
        good.replace("<!ELEMENT", '<!ENTITY a "&b;&b;&b;"><!ENTITY b "lol">\n<!ELEMENT').encode(),
    )
    yield "no document type", b"<HealthData>" + STEPS[0].encode() + STEPS[7].encode() + b"</HealthData>"
    yield "wrapped attributes", good.replace('" ', '"\n      ').encode()
    yield (
        "another order",
        good.replace('sourceName="App" unit="count"', 'unit="count" sourceName="App"').encode(),
    )
    yield "single quotes", good.replace('"', "'").replace("'1.0'", '"1.0"').encode()
    yield "raw > in a name", good.replace("App", "A -> pp").encode()
    yield "a record in a name", good.replace("App", "A <Record pp").encode()
    yield "control characters", good.replace("App", "A\x0bpp").encode()
    yield (
        "entries",
        good.replace("/>\n <Record", '><MetadataEntry key="k" value="<Record "/></Record>\n<Record').encode(),
    )
    yield "another element", good.replace(" <Record", ' <RecordBook/>\n <Thing a="1"/>\n <Record').encode()


@pytest.mark.parametrize(("name", "data"), list(variants()))
@pytest.mark.parametrize("size", [64, 1 << 20])
def test_what_breaks_other_readers_changes_nothing_here(
    monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, size: int
) -> None:
    in_pieces(monkeypatch, size)
    blocks = scan(data)
    assert values(blocks) == [b"0", b"7"], name
    assert not any(block.problems for block in blocks), name


def test_a_meal_repeats_its_records_and_they_are_not_taken_twice() -> None:
    slow = record("DietaryCalcium", 6).replace(' unit="mg"', "").replace("<Record", '<Record unit="mg"')
    meal = f' <Correlation type="Food">\n{record("DietaryCalcium", 5)}{slow} </Correlation>\n'
    body = record("DietaryCalcium", 5) + record("DietaryCalcium", 6) + meal + ' <Correlation type="Empty"/>\n'
    blocks = scan((HEAD + body + record("DietaryCalcium", 7) + TAIL).encode())
    assert values(blocks) == [b"5", b"6", b"7"]
    assert [each for block in blocks for each in block.repeated.items()] == [
        (b"HKQuantityTypeIdentifierDietaryCalcium", 2)
    ]


@pytest.mark.parametrize("size", [50, 1 << 20])
def test_a_workout_brings_its_statistics_but_not_those_of_its_parts(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    in_pieces(monkeypatch, size)
    body = f"""{record("StepCount", 1, unit="count")} <Workout duration="30" startDate="{AT}">
  <MetadataEntry key="HKTimeZone" value="Europe/Madrid"/>
  <MetadataEntry key="other" value="1"/>
  <WorkoutActivity duration="30"><WorkoutStatistics type="a" sum="1"/></WorkoutActivity>
  <WorkoutStatistics type="b" sum="2"/>
 </Workout>
 <Workout duration="9" startDate="{AT}"/>
"""
    workouts = [each for block in scan((HEAD + body + TAIL).encode()) for each in block.workouts]
    assert [each.attributes["duration"] for each in workouts] == ["30", "9"]
    assert [each.zone for each in workouts] == ["Europe/Madrid", ""]
    assert workouts[0].statistics == [{"type": "b", "sum": "2"}]


def test_the_zone_and_the_day_of_birth_are_read() -> None:
    scanner = Scanner(name="export.xml")
    me = ' <Me HKCharacteristicTypeIdentifierDateOfBirth="1986-03-01"/>\n'
    entry = '><MetadataEntry key="HKTimeZone" value="Europe/Rome"/></Record>'
    blocks = scan((HEAD + me + STEPS[0].replace("/>", entry) + TAIL).encode(), scanner=scanner)
    assert scanner.birth_day == "1986-03-01"
    found = [each for block in blocks for kind in block.records.values() for each in kind]
    assert [zone for _, zone, _ in found] == ["Europe/Rome"]


@pytest.mark.parametrize("cut", [5, 60, len(TAIL) + 1])
def test_an_export_that_ends_too_early_is_incomplete_and_keeps_what_it_has(cut: int) -> None:
    blocks = scan((HEAD + "".join(STEPS) + TAIL).encode()[:-cut])
    found = [each for block in blocks for each in block.problems]
    assert len(found) == 1
    assert isinstance(found[0], Incomplete)
    assert "ends before its end tag" in found[0].what
    assert len(values(blocks)) >= 29


def test_an_export_that_ends_within_a_workout_says_so() -> None:
    blocks = scan((HEAD + ' <Workout duration="3">\n').encode())
    assert "ends within a workout" in blocks[-1].problems[0].what


def test_damage_after_the_end_is_told_too() -> None:
    class Broken(io.BytesIO):
        def read1(self, size: int | None = -1, /) -> bytes:
            data = super().read1(size or -1)
            if not data:
                raise EOFError
            return data

    data = (HEAD + STEPS[0] + TAIL).encode()
    stream = BoundedStream(lambda: Broken(data), name="export.xml", budget=Budget(None))
    blocks = list(Scanner(name="export.xml").scan(stream))
    assert values(blocks) == [b"0"]
    assert "check it against the original" in blocks[-1].problems[0].what


def test_a_record_that_cannot_be_read_is_named_by_its_line_and_hides_no_other(tmp_path: Path) -> None:
    items = read(tmp_path, STEPS[0] + ' <Record type="x" sourceName=oops>\n' + STEPS[1])
    (problem,) = problems(items)
    assert (problem.where, problem.what) == ("line 7", "a record that cannot be read is left out")
    assert len(rows(items, "steps")) == 2


def test_a_line_is_counted_over_all_stretches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    in_pieces(monkeypatch, 500)
    items = read(tmp_path, [*STEPS, record("StepCount", "x", unit="count")])
    assert problems(items)[0].where == f"line {5 + len(STEPS) + 1}"


def test_an_element_without_end_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    in_pieces(monkeypatch, 1000)
    monkeypatch.setattr(apple_scanner, "LONGEST_ELEMENT_BYTES", 5000)
    blocks = scan((HEAD + STEPS[0] + ' <Record value="' + "x" * 50_000).encode())
    assert "longer than" in blocks[-1].problems[0].what
    assert values(blocks) == [b"0"]


def test_a_file_without_the_root_is_incomplete_and_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apple_scanner, "LONGEST_ELEMENT_BYTES", 5000)
    in_pieces(monkeypatch, 1000)
    assert isinstance(scan(b"x" * 20_000)[-1].problems[0], Incomplete)


def test_names_come_clean() -> None:
    assert clean(b"Anna&#39;s\x0bApple\xc2\xa0Watch &amp; &lol; &#x41;") == "Anna's Apple Watch & &lol; A"
    assert attributes_of(b""" a="1" b = '2&lt;' """) == {"a": "1", "b": "2<"}


def test_only_zones_that_exist_are_zones() -> None:
    assert known_zone("Europe/Madrid") == "Europe/Madrid"
    assert known_zone("../../etc/passwd") == ""
    assert known_zone("Middle/Earth") == ""


@given(st.binary(max_size=400))
def test_any_bytes_end_in_blocks(data: bytes) -> None:
    blocks = scan(b"<HealthData>" + data)
    assert blocks
