import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.sources.reading import SAMPLES, plans, read, rows, values

from untwitch.facts.measure import measure
from untwitch.facts.problem import Incomplete, Problem
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import SampleBatch
from untwitch.intake.members import Member, open_path
from untwitch.intake.progress import silent
from untwitch.sources import sources, table_source
from untwitch.sources.csv_columns import Meaning
from untwitch.sources.harvest import Harvest
from untwitch.sources.source import Item, NextFile
from untwitch.sources.table_source import TableSource, header_of

FAMILY = [each for each in sources() if isinstance(each, TableSource)]
CUPS = Meaning("measure", measure="caffeine_mg", factor=95)
HEADS = {each.name: min(SAMPLES.glob(f"{each.name}*")) for each in FAMILY}


class Coffees(TableSource):
    name = "coffees"
    app_name = "Coffees"
    measures = frozenset({"caffeine_mg"})

    def knows_header(self, header: tuple[str, ...]) -> bool:
        return header == ("cups", "at")

    def rows(self, data: bytes, harvest: Harvest, *, name: str) -> Iterator[Item]:
        for row in self.table(data, name=name).rows:
            span = harvest.place().span(row.cells[1], time="", end="", where=f"row {row.line}")
            harvest.amount(row.cells[0], CUPS, span, where="row")
            yield from harvest.items()


def member(path: Path) -> Member:
    with open_path(path) as members:
        return members.members[0]


@pytest.mark.parametrize(
    ("data", "header"),
    [
        (b"Cups,At\n1,2\n", ("cups", "at")),
        (b"\xef\xbb\xbfCups,At\r\n", ("cups", "at")),
        (b"\n\nCups;At", ("cups", "at")),
        ("Cups\tAt\n".encode("utf-16"), ("cups", "at")),
        (b'"Cups, large",Rest_time\n', ("cups, large", "rest time")),
        (b"Cups," + b"x" * 9000 + b"\n", ("cups", "x" * 4091)),
        (b"", ()),
        (b"\0\0\0\0", ()),
        (b'{"a":1}', ()),
        (b"<xml>", ()),
        (b"SQLite format 3\0", ()),
    ],
)
def test_a_header_is_the_first_line_that_is_not_blank(
    tmp_path: Path, data: bytes, header: tuple[str, ...]
) -> None:
    path = tmp_path / "a"
    path.write_bytes(data)
    assert header_of(member(path)) == header


def test_a_format_that_is_not_known_by_a_header_has_none() -> None:
    (backup,) = (each for each in FAMILY if each.name == "daylio_backup")
    assert not backup.knows_header(("dayentries",))


def test_it_claims_what_it_knows(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("cups,at\n")
    (tmp_path / "b").write_text("cups\n")
    with open_path(tmp_path) as members:
        assert Coffees().claims(members) == 0.95
        assert Coffees().app(members) == "Coffees"
        assert Coffees().claims(members.only(members.members[1:])) == 0


def test_files_are_read_one_after_the_other_with_a_word_between_them(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / name).write_text("cups,at\n1,2026-03-02 08:00\n" if name != "b" else "letter\n")
    items = read(Coffees(), tmp_path)
    assert [type(each) for each in items].count(NextFile) == 1
    assert isinstance(items[1], NextFile)
    assert values(items, "caffeine_mg") == [95, 95]


def test_it_tells_how_far_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("cups,at\n1,2026-03-02 08:00\n")
    told: list[tuple[int, dict[str, int]]] = []

    def note(done_bytes: int, total_bytes: int | None, *, kinds: Mapping[str, int]) -> None:
        assert total_bytes == 27
        told.append((done_bytes, dict(kinds)))

    with open_path(path) as members:
        list(Coffees().read(members, mapping=None, zone="UTC", progress=note))
    assert told == [(27, {"caffeine_mg": 1})]


def test_a_zip_that_is_cut_off_gives_its_good_rows_and_is_incomplete(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("coffees.csv", "cups,at\n" + "1,2026-03-02 08:00\n" * 200)
    path.write_bytes(path.read_bytes()[:3000])
    items = read(Coffees(), path)
    assert [each.where for each in items if isinstance(each, Incomplete)] == ["a.zip", "coffees.csv"]
    assert 100 < len(rows(items, "caffeine_mg")) < 200
    assert [each for each in items if isinstance(each, Problem) and not isinstance(each, Incomplete)] == []


def test_a_table_larger_than_any_real_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_source, "LARGEST_TABLE_BYTES", 1000)
    path = tmp_path / "a"
    path.write_text("cups,at\n" + "1,2026-03-02 08:00\n" * 200)
    with pytest.raises(Refused, match="is larger than"):
        read(Coffees(), path)


def test_tags_without_an_obvious_meaning_make_a_plan_too_so_that_what_was_said_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Coffees, "tags_of", lambda *_, **__: ["my own word"])
    path = tmp_path / "a"
    path.write_text("cups,at\n")
    (plan,) = plans(Coffees(), path)
    assert dict(plan.suggestions) == {}


def test_a_plan_is_remembered_by_the_format_and_there_is_none_without_tags(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("cups,at\n")
    assert plans(Coffees(), path) == ()
    (plan,) = plans(Coffees(), path, mapping={"activity:x": "ignore"})
    (other,) = plans(Coffees(), path, mapping={"activity:y": "ignore"})
    assert plan.header_hash == other.header_hash
    assert len(plan.header_hash) == 64


@pytest.mark.parametrize("source", FAMILY, ids=[each.name for each in FAMILY])
@given(tail=st.text() | st.binary().map(lambda data: data.decode("latin-1")))
@example(tail="9" * 5000)
@example(tail='"' * 9)
@example(tail="2026-03-02,nan,inf,-inf,1e999\n" * 3)
@example(tail=",".join(["99999-99-99"] * 20))
def test_whatever_follows_a_header_is_a_problem_or_one_refusal(
    source: TableSource, tail: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    sample = HEADS[source.name]
    head = (min(sample.iterdir()) if sample.is_dir() else sample).read_bytes().partition(b"\n")[0]
    path = tmp_path_factory.getbasetemp() / f"{source.name} any"
    path.write_bytes(head + b"\n" + tail.encode("utf-8", "surrogatepass"))
    with open_path(path) as members:
        assert source.claims(members) in {0.0, 0.95}
        try:
            items = list(source.read(members, mapping=None, zone="UTC", progress=silent))
        except Refused:
            return
    assert all(len(str(each)) < 4000 for each in items)


def test_a_file_that_goes_on_in_another_way_than_its_header_is_refused(tmp_path: Path) -> None:
    (sleep_cycle,) = (each for each in FAMILY if each.name == "sleep_cycle")
    path = tmp_path / "a"
    path.write_text("Start;End;Sleep Quality;Notes, mine\n" + "2026-03-02,1\n" * 30)
    with open_path(path) as members:
        assert sleep_cycle.claims(members) == 0.95
    with pytest.raises(Refused, match="begins like a table of Sleep Cycle and does not go on like one"):
        read(sleep_cycle, path)


ODD = [
    b",", b";", b'"', b"\n", b"\r", b"\0", b"nan", b"inf", b"-1", b"1e308", b"9" * 400, b"\xff",
    b"\xef\xbb\xbf", b"1,050", b"2026-02-30", b"9999-12-31 23:59", b"0001-01-01", b"25:61", b"+99:99",
    b"Middle/Earth", b"|", b"#", b"null", b"1899-01-01", b"2100-01-02", b"253402300799000",
    b"1772577000.00", "\u202e€".encode(),
]  # fmt: skip
EDITS = st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 30), st.sampled_from(ODD)), max_size=6)
SAID = {
    "activity:stress": "stress_0_10",
    "activity:mood": "stress_0_10",
    "activity:espresso": "caffeine_mg:63",
}


@pytest.mark.parametrize("source", FAMILY, ids=[each.name for each in FAMILY])
@given(edits=EDITS)
@example(edits=[(24, 13, b"1772577000.00")])
@example(edits=[(14, 14, b"\n")])
def test_a_damaged_sample_is_read_as_far_as_it_goes_or_refused(
    source: TableSource, edits: list[tuple[int, int, bytes]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    sample = HEADS[source.name]
    data = (max(sample.iterdir()) if sample.is_dir() else sample).read_bytes()
    for at, cut, odd in edits:
        data = data[:at] + odd + data[at + cut :]
    path = tmp_path_factory.getbasetemp() / f"{source.name} damaged"
    path.write_bytes(data)
    with open_path(path) as members:
        try:
            source.plan(members, mapping=SAID)
            items = list(source.read(members, mapping=SAID, zone="Europe/Berlin", progress=silent))
        except Refused:
            return
    for item in items:
        if isinstance(item, SampleBatch):
            for row in item.rows():
                measure(item.measure).refuse_unless_believable(row.value)
                assert row.start_ms <= row.end_ms
