from pathlib import Path

import pytest

from untwitch.actions import import_preview as room
from untwitch.actions.bring_in import ImportAnswer, bring_in, runs
from untwitch.actions.import_preview import imports_told, mapping_said, meanings, preview
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant
from untwitch.facts.measure import measures

SAMPLES = Path(__file__).parents[1] / "sources" / "samples"
TABLE = """date,caffeine_mg,water,mood points,pain
2026-01-01,95,2,3,1
2026-01-02,0,1,4,0
2026-01-03,many,2,1,2
"""


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=Instant(1_770_000_000_000, "Europe/Berlin", "guess"))


def looked(session: Session, folder: Path, text: str = TABLE, *, keep: bool = False) -> ImportAnswer:
    path = folder / "diary.csv"
    path.write_text(text, encoding="utf-8")
    return bring_in(session, [path], dry_run=not keep, within=folder)


def test_rows_stand_by_app_and_cause_in_words(session: Session, tmp_path: Path) -> None:
    found = preview(looked(session, tmp_path))
    (part,) = found.parts
    assert (part.app, part.files, part.incomplete) == ("table", 1, 0)
    lines = {line.name: line for group in part.groups for line in group.lines}
    assert [group.name for group in part.groups] == ["Caffeine", "Besides"]
    caffeine = lines["caffeine"]
    assert (caffeine.new, caffeine.known, caffeine.days) == (2, 0, "2 days (2026-01-01 to 2026-01-02)")
    assert lines["symptom"].new == 2
    assert part.problem_count == 1
    assert "many" in part.problems[0].what
    assert found.brings_news
    assert found.days == (("Caffeine", "2 days (2026-01-01 to 2026-01-02)"),)


def test_what_is_known_already_is_no_news(session: Session, tmp_path: Path) -> None:
    looked(session, tmp_path, keep=True)
    found = preview(looked(session, tmp_path))
    assert found.brings_anything
    assert not found.brings_news


def test_columns_that_nobody_explained_are_asked_with_what_fits(session: Session, tmp_path: Path) -> None:
    found = {each.column: each for each in preview(looked(session, tmp_path)).questions}
    assert set(found) == {"water", "mood points"}
    assert found["water"].suggestions == ("water_ml:ml",)
    assert found["mood points"].suggestions == ()
    assert found["mood points"].meaning == ""


def test_what_was_said_of_a_column_is_not_asked_again(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    path.write_text(TABLE, encoding="utf-8")
    answer = bring_in(session, [path], dry_run=True, mapping={"mood points": "ignore", "water": "water_ml:l"})
    assert preview(answer).questions == ()


def test_a_format_that_was_never_tried_shows_its_first_rows(session: Session) -> None:
    found = preview(bring_in(session, [SAMPLES / "bearable.csv"]))
    assert not found.brings_anything
    ((app, rows),) = found.unconfirmed
    assert app
    assert rows


def test_strangers_twins_and_kinds_kept_apart_are_told(session: Session, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("one.xml", "two.xml"):
        (tmp_path / "in" / name).write_bytes((SAMPLES / "apple_health.xml").read_bytes())
    (tmp_path / "in" / "photo.bin").write_bytes(b"\x00\x01")
    found = preview(bring_in(session, [tmp_path / "in"], dry_run=True))
    assert found.stranger_count == 1
    assert found.strangers[0].endswith("photo.bin")
    assert found.repeated == 1
    assert found.parts[0].apart


def test_problems_of_several_files_name_the_file(session: Session, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in (1, 2):
        text = TABLE.replace("2026-01-03,many", f"2026-02-0{number},many{number}")
        (tmp_path / "in" / f"{number}.csv").write_text(text, encoding="utf-8")
    (part,) = preview(bring_in(session, [tmp_path / "in"], dry_run=True, within=tmp_path / "in")).parts
    assert part.files == 2
    assert [each.where.partition(",")[0] for each in part.problems] == ["1.csv", "2.csv"]


def test_nothing_that_can_be_kept_says_so(session: Session, tmp_path: Path) -> None:
    found = preview(looked(session, tmp_path, "date,mood points\n2026-01-01,3\n"))
    assert not found.brings_anything
    assert all(each.says_nothing for each in found.parts)


def test_everything_that_a_column_can_mean_is_understood(session: Session, tmp_path: Path) -> None:
    for name, words in meanings():
        assert words
        answer = looked(session, tmp_path, "date,x\n2026-01-01,1\n")
        assert not answer.refused
        again = bring_in(session, [tmp_path / "diary.csv"], dry_run=True, mapping={"x": name})
        assert not [each for each in again.refused if "cannot mean" in each.what], name
    assert {name for name, _ in meanings()} >= {each.id for each in measures().values() if each.timeline}


def test_chosen_meanings_become_the_words_of_the_command() -> None:
    said = [
        ("Cups", "caffeine_mg", "95"),
        ("Litres", "water_ml:l", ""),
        ("Half", "alcohol_g", " 7,5 "),
        ("Coffee", "caffeine_mg*95", "80"),
        ("Mood", "", "3"),
        ("", "sleep_h", ""),
    ]
    assert mapping_said(said) == {
        "Cups": "caffeine_mg*95",
        "Litres": "water_ml:l",
        "Half": "alcohol_g*7.5",
        "Coffee": "caffeine_mg*95",
    }


def test_imports_are_told_newest_first(session: Session, tmp_path: Path) -> None:
    looked(session, tmp_path, keep=True)
    looked(session, tmp_path, TABLE + "2026-01-04,50,1,1,1\n", keep=True)
    second, first = imports_told(runs(session))
    assert (first.number, second.number) == ("1", "2")
    assert first.name == "diary.csv"
    assert first.days == "2026-01-01 to 2026-01-03"
    assert (first.rows, second.rows) == (4, 2)
    assert not first.is_incomplete


def test_a_long_table_asks_of_so_many_columns(session: Session, tmp_path: Path) -> None:
    columns = ",".join(f"odd thing {number}" for number in range(90))
    cells = ",".join("1" for _ in range(90))
    found = preview(looked(session, tmp_path, f"date,caffeine_mg,{columns}\n2026-01-01,1,{cells}\n"))
    assert len(found.questions) == room.COLUMNS_ASKED
