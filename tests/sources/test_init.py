from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from untwitch.facts.refused import Refused
from untwitch.intake.members import open_path
from untwitch.sources import BUILT_IN, GROUP, allot, choose, sources


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    sources.cache_clear()
    yield
    sources.cache_clear()


class _Keen:
    name = "keen"

    def claims(self, _: object) -> float:
        return 0.95


def test_the_register_is_in_order_and_every_line_is_a_source_of_that_name() -> None:
    assert list(BUILT_IN) == sorted(BUILT_IN)
    assert [each.name for each in sources()][: len(BUILT_IN)] == list(BUILT_IN)


def test_a_third_party_adds_a_source_by_an_entry_point(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    entry = metadata.EntryPoint("keen", f"{__name__}:_Keen", GROUP)
    monkeypatch.setattr(metadata.EntryPoint, "load", lambda _: _Keen())
    monkeypatch.setattr(metadata, "entry_points", lambda group: [entry] if group == GROUP else [])
    assert sources()[-1].name == "keen"
    path = tmp_path / "a.csv"
    path.write_text("date,sleep\n2026-01-01,7\n")
    with open_path(path) as members:
        chosen = choose(members)
        shares, strangers = allot(members)
    assert [(each.source.name, each.score) for each in shares] == [("keen", 0.95)]
    assert strangers == ()
    assert chosen is not None
    assert chosen.name == "keen"


def test_a_third_partys_source_that_cannot_be_loaded_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = metadata.EntryPoint("broken", "no.such.module:SOURCE", GROUP)
    monkeypatch.setattr(metadata, "entry_points", lambda group: [entry] if group == GROUP else [])
    with pytest.raises(Refused, match=r"the source 'broken' of 'no\.such\.module:SOURCE' cannot be loaded"):
        sources()


def test_what_nobody_claims_has_no_source(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a letter")
    with open_path(path) as members:
        assert choose(members) is None


def test_every_file_goes_to_who_is_surest_of_it_and_the_rest_is_named(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("date,sleep\n2026-01-01,7\n")
    (tmp_path / "a.csv").write_text("start,caffeine_mg\n2026-01-01,95\n")
    (tmp_path / "export.xml").write_text("<HealthData locale='en'></HealthData>")
    (tmp_path / "letter.txt").write_text("hello")
    with open_path(tmp_path) as members:
        shares, strangers = allot(members)
        assert [each.name for each in strangers] == ["letter.txt"]
        assert {each.source.name: [file.name for file in each.members.members] for each in shares} == {
            "csv_table": ["a.csv", "b.csv"],
            "apple_health": ["export.xml"],
        }
        assert {each.source.name: each.score for each in shares} == {"csv_table": 0.6, "apple_health": 1}


class _Refusing:
    name = "refusing"

    def claims(self, _: object) -> float:
        raise Refused("this cannot even be looked at")


def test_a_source_that_refuses_to_look_claims_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    entry = metadata.EntryPoint("refusing", f"{__name__}:_Refusing", GROUP)
    monkeypatch.setattr(metadata.EntryPoint, "load", lambda _: _Refusing())
    monkeypatch.setattr(metadata, "entry_points", lambda group: [entry] if group == GROUP else [])
    (tmp_path / "a.txt").write_text("a letter")
    with open_path(tmp_path) as members:
        assert allot(members)[1] == members.members
