from untwitch.sources import sources
from untwitch.sources.source import ColumnPlan, Source


def test_every_source_has_the_shape_of_a_source() -> None:
    shaped: tuple[Source, ...] = sources()
    assert all(each.name and each.measures for each in shaped)


def test_a_plan_suggests_nothing_by_itself() -> None:
    assert dict(ColumnPlan("a.csv", "0" * 64, {"date": "date"}).suggestions) == {}
