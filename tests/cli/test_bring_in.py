import json
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from untwitch.actions.understood import Unconfirmed
from untwitch.cli.bring_in import _asker, _Teller
from untwitch.cli.main import build
from untwitch.sources.csv_table import CsvTable

SAMPLES = Path(__file__).parent.parent / "sources" / "samples"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNTWITCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TZ", "Europe/Berlin")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(build(), [str(each) for each in words])


def test_json_is_one_document_of_the_contract() -> None:
    result = run("import", SAMPLES / "timeline.csv", "--json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert document["contract"] == "import/1"
    assert document["runs"][0]["measures"]["caffeine_mg"]["taken"] == 3
    assert document["unrecognised"] == []
    assert document["seconds"] >= 0


def test_people_read_what_came_in_what_was_kept_apart_and_what_is_wrong() -> None:
    result = run("import", SAMPLES / "csv_table.csv")
    assert result.exit_code == 1
    assert "is imported (number 1)" in result.stdout
    assert "caffeine_mg: 3 new, 0 known already" in result.stdout
    assert "kept apart: 3 x Mood (this column is not understood" in result.stdout
    assert "row 5, column Stress" in result.stdout
    assert "Coffee = caffeine_mg*95" in result.stdout


def test_people_read_for_which_cause_and_on_which_days(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("date,steps\n2026-05-01,500\n")
    result = run("import", SAMPLES / "csv_table.csv", other)
    for words in (
        "  caffeine:\n    caffeine_mg: 3 new, 0 known already",
        ", on 3 days (2026-03-01 to 2026-03-04)",
        "  besides:\n",
        "All 2 imports together say something of:\n",
        "\n  exertion: 1 day (2026-05-01)\n",
    ):
        assert words in result.stdout


def test_many_files_are_told_app_by_app(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(1, 10):
        extra = "".join(f",thing {each}" for each in range(8)) if number == 1 else ""
        cells = ",x" * 8 if number == 1 else ""
        (folder / f"{number}.csv").write_text(f"date,steps{extra}\n2026-03-0{number},{number}00{cells}\n")
    for number in range(7):
        (folder / f"again {number}.csv").write_text("date,steps\n2026-03-05,500\n")
    (folder / "10.csv").write_text("date,steps\n2026-03-05,many\n")
    (folder / "export.xml").write_bytes((SAMPLES / "apple_health.xml").read_bytes()[:-200])
    result = run("import", folder)
    for words in (
        "table: 10 import(s), numbers ",
        "\n    steps: 9 new, 0 known already, 1 cannot be used, on 9 days (2026-03-01 to 2026-03-09)\n",
        "kept apart: 1 x thing 0, ",
        ", … 2 more\n",
        "1 problem(s), the first: ",
        "Apple Health: 1 import(s), numbers 11, 1 INCOMPLETE\n",
        "… 2 more that say the same as another",
        "Every import by itself: untwitch import --json",
    ):
        assert words in result.stdout


def test_a_table_of_which_nothing_is_understood_says_so_and_stands_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("date,foo\n2026-01-01,7\n")
    result = run("import", path)
    assert result.exit_code == 1
    assert "None" not in result.stdout
    assert "Nothing in it was understood, so nothing was imported. Say what a column means" in result.stdout
    assert "foo = not understood" in result.stdout
    assert run("imports", "list").stdout == "Nothing was imported yet.\n"
    assert run("import", path, "--map", "foo=stress_0_10").exit_code == 0
    path.write_text("date,steps\n2026-01-01,many\n")
    assert "no day in it can be used" in run("import", path).stdout


def test_many_kinds_kept_apart_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    names = [f"thing {number}" for number in range(25)]
    path.write_text(f"date,steps,{','.join(names)}\n2026-01-01,5,{','.join(names)}\n")
    assert "… 5 more kinds kept apart; --json names them" in run("import", path).stdout


def test_an_export_offers_what_it_knows_of_the_person() -> None:
    result = run("import", SAMPLES / "apple_health.xml")
    assert "birth year (not kept; to keep it: untwitch log person birth year 1" in result.stdout


def test_a_name_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "evil\x1b[2J.csv"
    path.write_text("date,sleep\n13/04/2026,7\n04/13/2026,7\n")
    result = run("import", path)
    assert "\x1b" not in result.stdout + result.stderr
    assert result.exit_code == 2


def test_a_dry_run_says_that_nothing_was_kept() -> None:
    assert "would be imported (nothing was kept)" in run("import", SAMPLES / "nights.csv", "--dry-run").stdout
    result = run("import", SAMPLES / "daylio.csv", "--dry-run")
    assert "Nothing in it was understood, so nothing was imported." in result.stdout
    assert "perhaps: --map 'activity:tired'=tiredness" in result.stdout
    assert "Nothing was imported yet." in run("imports", "list").stdout


def test_columns_get_their_meaning_by_map() -> None:
    result = run(
        "import", SAMPLES / "daylio.csv", "--map", "activity:bad sleep=sleep_quality_1_5:2", "--json"
    )
    assert json.loads(result.stdout)["runs"][0]["measures"]["sleep_quality_1_5"]["taken"] == 1


@pytest.mark.parametrize("word", ["coffee", "=caffeine_mg", "coffee="])
def test_a_map_without_both_sides_is_wrong_use(word: str) -> None:
    result = run("import", SAMPLES / "daylio.csv", "--map", word)
    assert result.exit_code == 2
    assert "should be COLUMN=MEANING" in result.stderr


def test_a_file_that_is_cut_off_is_marked_and_ends_in_1(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_bytes((SAMPLES / "apple_health.xml").read_bytes()[:-200])
    result = run("import", path)
    assert result.exit_code == 1
    assert "INCOMPLETE" in result.stdout
    assert "INCOMPLETE" in run("imports", "list").stdout


def test_files_of_no_known_format_are_listed(tmp_path: Path) -> None:
    (tmp_path / "a.gpx").write_text("<gpx/>")
    result = run("import", tmp_path / "a.gpx")
    assert result.exit_code == 2
    assert "Not recognised, left alone" in result.stdout
    assert "no file of a known format" in result.stderr
    (tmp_path / "b.csv").write_text("date,steps\n2026-03-01,5\n")
    assert run("import", tmp_path / "a.gpx", tmp_path / "b.csv").exit_code == 0


def test_more_unknown_files_than_fit_are_counted(tmp_path: Path) -> None:
    folder = tmp_path / "tracks"
    folder.mkdir()
    for number in range(25):
        (folder / f"{number:02}.gpx").write_text(f"<gpx/>{number}")
    result = run("import", folder)
    assert result.stdout == f"Not recognised, left alone: 25 file(s) in {folder}\n"
    for number in range(25):
        (folder / str(number)).mkdir()
        (folder / str(number) / "a.gpx").write_text(f"<gpx/>{number}")
    result = run("import", folder)
    assert result.stdout.count("left alone") == 20
    assert "… 6 more not recognised; --json names them" in result.stdout


def test_a_file_that_is_named_twice_is_read_once() -> None:
    result = run("import", SAMPLES / "timeline.csv", SAMPLES / "timeline.csv")
    assert "says the same as" in result.stdout
    assert result.stdout.count("is imported") == 1


def test_an_untried_reader_is_confirmed_by_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CsvTable, "unproven", True)
    result = run("import", SAMPLES / "timeline.csv")
    assert result.exit_code == 1
    assert "No real file of this kind was seen yet. Its first rows as understood:" in result.stdout
    for kind in ("watch,", "sleep_h", "caffeine_mg"):
        assert result.stdout.count(f"\n  {kind}") == 1
    assert "Nothing of it is kept. If the rows are right, import it again with --yes." in result.stdout
    assert "Nothing was imported yet." in run("imports", "list").stdout
    answer = run("import", SAMPLES / "timeline.csv", "--json")
    assert answer.exit_code == 1
    document = json.loads(answer.stdout)
    assert document["runs"] == []
    assert document["unconfirmed"][0]["first_rows"][0]["kind"] == "watch"
    assert run("import", SAMPLES / "timeline.csv", "--yes").exit_code == 0
    assert run("import", SAMPLES / "timeline.csv").exit_code == 0


def test_a_person_at_a_terminal_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def confirm(words: str, *, default: bool) -> bool:
        asked.append(words)
        return not default

    monkeypatch.setattr(typer, "confirm", confirm)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    ask = _asker(yes=False, as_json=False)
    assert ask(Unconfirmed("a", "b", "c", ()))
    assert asked == ["Is that what the app says?"]
    assert not _asker(yes=False, as_json=True)(Unconfirmed("a", "b", "c", ()))
    assert _asker(yes=True, as_json=False)(Unconfirmed("a", "b", "c", ()))
    assert len(asked) == 1


def test_a_refused_file_is_one_sentence(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("date,sleep\n13/04/2026,7\n04/13/2026,7\n")
    result = run("import", bad)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "has the day first" in result.stderr


def test_a_path_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    result = run("import", tmp_path / "nothing.zip")
    assert result.exit_code == 2
    assert "No such file" in result.stderr


def test_more_problems_than_fit_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("date,steps\n" + "2026-03-01,many\n" * 15)
    assert "… 5 more problems; --json names them" in run("import", path).stdout


def test_imports_are_listed_and_taken_back() -> None:
    run("import", SAMPLES / "timeline.csv")
    assert "timeline.csv (timeline table), 2026-03-01 to 2026-03-04" in run("imports", "list").stdout
    assert json.loads(run("imports", "list", "--json").stdout)["runs"][0]["id"] == "1"
    undone = run("imports", "undo", "1", "--json")
    assert json.loads(undone.stdout)["undone"] == "1"
    run("import", SAMPLES / "timeline.csv")
    assert "rows are gone" in run("imports", "undo", "1").stdout or run("imports", "undo", "2").exit_code == 0
    assert run("imports", "undo", "77").exit_code == 2


def test_a_long_import_tells_bytes_and_kinds_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    tell = _Teller()
    tell(1_000_000, 300_000_000, kinds={"steps": 5})
    tell(20_000_000, 300_000_000, kinds={"steps": 12, "sleep_h": 3})
    tell(5_000_000, None, kinds={})
    tell(40_000_000, None, kinds={"steps": 1})
    assert capsys.readouterr().err.splitlines() == ["20 of 300 MB: steps 12, sleep_h 3", "40 MB: steps 1"]


def test_a_day_to_begin_with_can_be_given() -> None:
    result = run("import", SAMPLES / "timeline.csv", "--since", "2026-03-03", "--json")
    assert json.loads(result.stdout)["runs"][0]["measures"]["caffeine_mg"]["taken"] == 2
