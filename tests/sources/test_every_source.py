"""What every source must do, each tried on its own sample and on those of the others."""

import re
from pathlib import Path

import pytest
from tests.sources.reading import problems

from untwitch.facts.identity import sample_id
from untwitch.facts.measure import measure
from untwitch.facts.problem import Problem
from untwitch.facts.sample_batch import SampleBatch
from untwitch.intake.bounded import MEBIBYTE
from untwitch.intake.members import open_path
from untwitch.intake.progress import silent
from untwitch.sources import allot, sources
from untwitch.sources.source import Item, NextFile, Source

SAMPLES = Path(__file__).parent / "samples"
MAPPED = {"daylio_backup": {"activity:espresso": "caffeine_mg:63", "activity:stress": "stress_0_10:7"}}
"""What a person says of a sample whose source takes nothing unasked."""
SOURCES = [pytest.param(each, id=each.name) for each in sources()]


PLACE = re.compile(r"(^|[ ,])(line|row|record) \d+")


def sample_of(source: Source) -> Path:
    """Gives the sample of a source: a file or a folder that bears its name."""
    (found,) = (path for path in SAMPLES.iterdir() if path.name.partition(".")[0] == source.name)
    return found


def read(source: Source, path: Path) -> list[Item]:
    with open_path(path) as members:
        mapping = MAPPED.get(source.name)
        return list(source.read(members, mapping=mapping, zone="Europe/Berlin", progress=silent))


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_gets_every_file_of_its_own_sample_and_none_of_another(source: Source) -> None:
    for other in sources():
        with open_path(sample_of(other)) as members:
            shares, strangers = allot(members)
            assert strangers == ()
            assert [each.source.name for each in shares] == [other.name]
            assert (shares[0].source is source) is (source.name == other.name)


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_looks_at_the_head_of_a_file_and_not_at_its_name(source: Source, tmp_path: Path) -> None:
    with open_path(sample_of(source)) as members:
        for number, each in enumerate(members.members):
            (tmp_path / f"file {number}").write_bytes(each.whole(at_most_bytes=MEBIBYTE))
    with open_path(tmp_path) as members:
        assert [each.source.name for each in allot(members)[0]] == [source.name]


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_claims_no_file_of_another_kind(source: Source, tmp_path: Path) -> None:
    for content in (
        b"",
        b"\0" * 100,
        b"<gpx></gpx>",
        b"{}",
        b"just words\nand more",
        b"[]",
        b"SQLite format 3\0" + b"\0" * 4080,
        b"PK\x05\x06" + b"\0" * 18,
    ):
        path = tmp_path / "file"
        path.write_bytes(content)
        with open_path(path) as members:
            assert source.claims(members) == 0


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_gives_only_measures_that_it_names_and_that_can_be_believed(source: Source) -> None:
    batches = [each for each in read(source, sample_of(source)) if isinstance(each, SampleBatch)]
    assert batches
    for batch in batches:
        assert batch.measure in source.measures
        assert batch.seen == len(batch) + sum(batch.skipped.values())
        for row in batch.rows():
            measure(batch.measure).refuse_unless_believable(row.value)
            assert row.start_ms <= row.end_ms
            assert row.app


@pytest.mark.parametrize("source", SOURCES)
def test_a_bad_row_is_a_problem_with_its_place_and_hides_no_other(source: Source) -> None:
    items = read(source, sample_of(source))
    assert any(PLACE.search(each.where) for each in problems(items))
    assert sum(len(each) for each in items if isinstance(each, SampleBatch)) > 5


@pytest.mark.parametrize("source", SOURCES)
def test_the_same_file_gives_the_same_identities_twice(source: Source) -> None:
    def identities() -> list[object]:
        found: list[object] = []
        for item in read(source, sample_of(source)):
            if isinstance(item, SampleBatch):
                found += [
                    sample_id(
                        item.measure,
                        row.app,
                        start_ms=row.start_ms,
                        end_ms=row.end_ms,
                        value=row.value,
                        ordinal=0,
                    )
                    for row in item.rows()
                ]
            elif not isinstance(item, (Problem, NextFile)):
                found.append(item.id)
        return found

    assert identities() == identities()


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_tells_how_far_it_is(source: Source) -> None:
    told: list[int] = []
    with open_path(sample_of(source)) as members:
        list(
            source.read(
                members,
                mapping=None,
                zone="UTC",
                progress=lambda done, _, kinds: told.append(done + 0 * len(kinds)),
            )
        )
        assert told[-1] == pytest.approx(members.bytes, rel=0.5)


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_names_its_app_and_version(source: Source) -> None:
    with open_path(sample_of(source)) as members:
        assert source.app(members)
        assert source.version
        assert source.together in {True, False}
        assert source.unproven in {True, False}
        assert isinstance(source.plan(members, mapping=None), tuple)
