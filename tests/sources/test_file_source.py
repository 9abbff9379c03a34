from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.sources.reading import problems, quarantined, rows

from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.intake.members import Member, open_path
from untwitch.intake.progress import silent
from untwitch.sources.file_source import FileReader, FileSource, Setting, whole
from untwitch.sources.source import Item, NextFile


class Reader(FileReader):
    def take(self, kind: str, member: Member) -> Iterator[Item]:
        data = whole(member)
        if b"bad" in data:
            raise Refused(f"{member.name} is bad")
        when = self.place.when(len(data), len(data))
        self.shelf.take("steps", len(data), when, app=kind, where=member.name)
        yield from ()


class Letters(FileSource):
    name = "letters"
    app_name = "Letters"
    measures = frozenset({"steps"})
    order = ("b", "a")

    def kind_of(self, member: Member) -> str:
        return member.head(1).decode()

    def reader(self, setting: Setting) -> FileReader:
        return Reader(setting)


def read(folder: Path) -> list[Item]:
    with open_path(folder) as members:
        return list(Letters().read(members, mapping=None, zone="UTC", progress=silent))


def test_files_are_read_in_the_order_of_their_kinds_and_others_are_counted(tmp_path: Path) -> None:
    for name, content in (("1", "aa"), ("2", "b"), ("3", "c"), ("4", "c"), ("5", "")):
        (tmp_path / name).write_text(content)
    items = read(tmp_path)
    assert [(each.app, each.value) for each in rows(items, "steps")] == [("b", 1), ("a", 2)]
    assert quarantined(items) == {"c": 2}
    assert len([each for each in items if isinstance(each, NextFile)]) == 1


def test_a_file_that_cannot_be_read_hides_no_other_and_alone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "1").write_text("a bad one")
    with pytest.raises(Refused, match="1 is bad"):
        read(tmp_path)
    (tmp_path / "2").write_text("a")
    items = read(tmp_path)
    assert [(each.where, each.what) for each in problems(items)] == [("1", "1 is bad; left out")]
    assert len(rows(items, "steps")) == 1


def test_a_damaged_zip_is_said(tmp_path: Path) -> None:
    (tmp_path / "1").write_text("a")
    with open_path(tmp_path) as members:
        members.damage = "the list is missing"
        items = list(Letters().read(members, mapping=None, zone="UTC", progress=silent))
    assert isinstance(items[0], Incomplete)


def test_a_source_of_files_claims_those_of_its_kinds_and_leaves_no_choice(tmp_path: Path) -> None:
    (tmp_path / "1").write_text("a")
    with open_path(tmp_path) as members:
        assert Letters().claims(members) == 0.95
        assert Letters().app(members) == "Letters"
        assert Letters().plan(members, mapping=None) == ()
