from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from untwitch.facts.refused import Refused
from untwitch.intake.members import open_path
from untwitch.sources import GROUP, choose, sources


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    sources.cache_clear()
    yield
    sources.cache_clear()


class _Keen:
    name = "keen"

    def claims(self, _: object) -> float:
        return 0.95


def test_the_built_in_sources_are_the_entry_points_of_the_package() -> None:
    declared = {each.name: each.load() for each in metadata.entry_points(group=GROUP)}
    assert {each.name: each for each in sources()} == declared


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
