"""`untwitch check` at the terminal: files, lines, and the questions one after the other."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from tests.check.cases import PICTURES, calm
from typer.testing import CliRunner, Result

from untwitch.cli.main import build


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNTWITCH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(build(), ["check", *arguments], input=typed)


def written(folder: Path, *cases: Any) -> str:
    path = folder / "facts"
    path.write_text("\n".join(json.dumps(case) for case in cases), encoding="utf-8")
    return str(path)


def test_facts_give_one_answer_as_json(tmp_path: Path) -> None:
    result = run("--facts", written(tmp_path, calm()), "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["urgency"] == "self_care"


def test_facts_give_words_without_json_and_the_number_of_the_country(tmp_path: Path) -> None:
    result = run("--facts", written(tmp_path, calm(fainted=True)), "--country", "GB")
    assert result.exit_code == 0
    assert result.stdout.startswith("Get help now")
    assert "999" in result.stdout
    assert "No clinician has reviewed this." in result.stdout


def test_facts_that_break_the_contract_end_in_one_sentence_and_2(tmp_path: Path) -> None:
    result = run("--facts", written(tmp_path, {"fever": "yes"}), "--json")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == "untwitch: fever is 'yes'; it should be true or false\n"


def test_a_file_that_is_not_there_ends_in_one_sentence_and_2(tmp_path: Path) -> None:
    result = run("--facts", str(tmp_path / "none.json"))
    assert result.exit_code == 2
    assert "No such file" in result.stderr


def test_every_line_answers_with_json_and_with_words(tmp_path: Path) -> None:
    path = written(tmp_path, calm(), {"fever": 1}, calm(fainted=True))
    result = run("--facts-lines", path, "--json")
    assert result.exit_code == 0
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer.get("urgency") for answer in answers] == ["self_care", None, "emergency"]
    assert answers[1] == {"error": "fever is 1; it should be true or false"}
    assert result.stderr == "untwitch: 1 case was refused\n"
    words = run("--facts-lines", path).stdout
    assert "case 2: fever is 1" in words
    assert "case 3\nGet help now" in words


def test_lines_without_a_refusal_end_without_a_word_on_stderr(tmp_path: Path) -> None:
    assert run("--facts-lines", written(tmp_path, calm()), "--json").stderr == ""


def test_an_unknown_country_and_two_ways_at_once_are_refused(tmp_path: Path) -> None:
    assert "nearest" in run("--country", "Germny").stderr
    assert "give one of" in run("--explain-rules", "--facts", written(tmp_path, {})).stderr
    assert "--json needs --facts" in run("--json").stderr


def test_sources_are_said_to_who_asks_for_them(tmp_path: Path) -> None:
    path = written(tmp_path, calm(face_droop="sudden"))
    assert "NHS FAST" not in run("--facts", path).stdout
    assert "Where this comes from:" in run("--facts", path, "--sources").stdout
    assert "NHS FAST" in run("--facts-lines", path, "--sources").stdout
    assert "--sources is for an answer in words" in run("--facts", path, "--sources", "--json").stderr
    assert "--sources is for an answer in words" in run("--explain-rules", "--sources").stderr


def test_the_rules_are_printed_to_read_and_sign() -> None:
    result = run("--explain-rules")
    assert result.exit_code == 0
    assert result.stdout.count("read and confirmed by:") == 63
    assert "E01  emergency, now" in result.stdout
    assert "[memory: " in result.stdout
    assert len(json.loads(run("--explain-rules", "--json").stdout)["rules"]) == 63


CALM = """1
none
none
none
none
40
2
none
none
1
left calf
3
2
2
4
0
no
?
?
5
7
95
2
0
none
1
?
none
"""


def test_somebody_with_an_ordinary_twitch_is_led_to_an_answer(home: Path) -> None:
    result = run(typed=CALM)
    assert result.exit_code == 0, result.stdout
    assert "You can look after this at home for now" in result.stdout
    assert "11. Twitching is worrying" in result.stdout
    assert "Kept with its date" in result.stdout
    assert home.exists()


def test_an_emergency_stops_the_questions_and_shows_the_way_to_help() -> None:
    result = run("--country", "US", typed="1\n4\n")
    assert result.exit_code == 0
    assert "Get help now: ambulance or emergency department." in result.stdout
    assert "Emergency number (United States): 911" in result.stdout
    assert "2. " not in result.stdout


def test_back_asks_the_screen_before_again_and_a_wrong_reply_is_asked_again() -> None:
    result = run(typed="b\n1\nnone\nb\n99\n4\n")
    assert result.exit_code == 0
    assert result.stdout.count("1. Now or within the last day") == 2
    assert "'99' is no line of the list" in result.stdout
    assert "Get help now" in result.stdout


def test_a_tick_opens_its_choices_and_its_follow_ups() -> None:
    result = run(typed="3\nnone\n1\n9\n2\n1\n")
    before, _, later = result.stdout.partition("it feels weak or heavy")
    assert "How did the weakness come on?" not in before
    assert "'9' is no line of the list" in later
    assert "How did the weakness come on?" in later
    assert "Get help now" in later
    assert "about equal on both sides" not in later


def test_a_tick_that_is_opened_and_not_known_stays_unknown() -> None:
    result = run(typed="1\n2\n?\n" + CALM.partition("none\n")[2])
    assert "Until this question is answered" in result.stdout
    assert "- Pain or tightness in the chest?" in result.stdout


def test_medicines_and_events_are_asked_with_their_days() -> None:
    typed = "2\nnone\nnone\nnone\nnone\n10\n1\n1\nlithum, ramipril\nyes\n30\nx\n5\n\n900\n?\n12\n2\n5\n9\n"
    result = run(typed=typed)
    assert "lithum: did you mean lithium? yes or no" in result.stdout
    assert "lithium: how many days ago was the first dose?" in result.stdout
    assert "'x' is not a number" in result.stdout
    assert "ramipril: stopped? How many days ago?" in result.stdout
    assert "wound: how many days ago?" in result.stdout


def test_a_name_that_nobody_knows_stays_as_typed() -> None:
    typed = "2\nnone\nnone\nnone\nnone\n10\n2\n1\nlithum, frobnicate\nno\n\n\n\n\n\n\n"
    result = run(typed=typed)
    assert "lithum is not known here; it stays as typed" in result.stdout
    assert "frobnicate is not known here" in result.stdout
    assert "frobnicate: did you mean" not in result.stdout


def test_the_end_of_the_input_stops_without_a_trace() -> None:
    result = run(typed="1\nnone\n")
    assert result.exit_code == 1
    assert "Stopped. Nothing was kept." in result.stdout


def test_a_check_for_somebody_else_is_not_kept(home: Path) -> None:
    result = run(typed="2\n4\n")
    assert "Get help now" in result.stdout
    assert "Kept" not in result.stdout
    assert not home.exists()


def test_not_saying_whom_it_is_about_is_taken_as_oneself() -> None:
    result = run(typed="?\n4\n")
    assert "Get help now" in result.stdout
    assert PICTURES["E08"] == {"fainted": True}


def test_a_check_repeated_within_a_week_shows_the_dated_answer_and_asks_what_changed() -> None:
    run("--country", "NZ", typed=CALM)
    again = run(typed="no\n")
    assert again.exit_code == 0
    assert "you answered these questions. The answer was:" in again.stdout
    assert "You can look after this at home for now" in again.stdout
    assert "Whom is this about?" not in again.stdout
    changed = run(typed="yes\n1\n4\n")
    assert "Emergency number (New Zealand): 111" in changed.stdout
    backwards = run(typed="b\n1\n4\n")
    assert "Whom is this about?" in backwards.stdout


def test_the_list_is_shown_without_a_result_and_the_choice_is_remembered(home: Path) -> None:
    first = run("--urgency", "list", "--country", "GB", typed=CALM)
    assert first.exit_code == 0
    assert "It gives no result about you" in first.stdout
    assert "Where does it move: left calf" in first.stdout
    assert "Emergency number (United Kingdom)" in first.stdout
    assert "You can look after this at home" not in first.stdout
    assert "Kept with its date" not in first.stdout
    assert "It gives no result about you" in run(typed=CALM).stdout
    personal = run("--urgency", "personal", typed=CALM).stdout
    assert "You can look after this at home for now" in personal
    assert "no result about you" not in personal
    assert "On " in run(typed="no\n").stdout


def test_in_the_list_too_an_emergency_ends_the_questions() -> None:
    result = run("--urgency", "list", typed="1\n4\n")
    assert result.exit_code == 0
    assert "Fainted or collapsed in this illness" in result.stdout
    assert "2. " not in result.stdout


def test_facts_from_a_file_answer_the_same_in_either_mode(tmp_path: Path) -> None:
    before = run("--facts", written(tmp_path, calm()), "--json").stdout
    assert run("--urgency", "lst").exit_code == 2
    run("--urgency", "list", typed="1\n4\n")
    assert run("--facts", written(tmp_path, calm()), "--json").stdout == before


def logged(*arguments: str) -> None:
    assert CliRunner().invoke(build(), ["log", *arguments]).exit_code == 0


def test_what_the_record_knows_is_shown_as_such_and_confirmed_or_changed() -> None:
    for fact, value in (("birth_year", "1980"), ("sex", "male")):
        logged("person", fact, value)
    logged("medicine", "ramipril", "--started", "2020-01-01")
    logged("twitch", "--site", "calf_left")
    logged("caffeine", "95mg")
    typed = [
        "1", "none", "none", "none", "none",  # whom, and four screens of signs
        "", "y", "", "none", "none",  # age and sex right, medicines right, no alcohol, no conditions
        "1", "n", "eyelid left", "",  # a flicker, at another place, since when right
        "1", "2", "4", "0", "no", "", "",  # the rest of the course
        "5", "7", "", "2", "0", "none", "1", "",  # causes, caffeine right
        "none",
    ]  # fmt: skip
    result = run("--urgency", "list", typed="\n".join([*typed, ""]))
    assert result.exit_code == 0, result.stdout
    assert "From your record: male." in result.stdout
    assert "From your record: ramipril (since 1 January 2020)." in result.stdout
    assert "From your diary, last 7 days: left calf." in result.stdout
    assert "From your log, last 24 hours: 95 mg." in result.stdout
    assert "Where does it move: left eyelid" in result.stdout
    assert f"How old are you: {dt.datetime.now(dt.UTC).year - 1980}" in result.stdout


def test_what_is_not_known_any_more_stays_unknown_though_the_record_says_it() -> None:
    logged("medicine", "ramipril")
    result = run(
        "--urgency",
        "list",
        typed="1\nnone\nnone\nnone\nnone\n40\n2\n?\nnone\n" + CALM[CALM.index("none\n1\nleft") :],
    )
    assert "From your record: ramipril" in result.stdout
    assert "Medicines, supplements" in result.stdout
    own = result.stdout.partition("apart from no:")[2]
    assert "ramipril" not in own


def test_nothing_of_the_own_record_is_offered_for_somebody_else() -> None:
    logged("person", "sex", "male")
    logged("weakness")
    result = run(typed="2\nnone\nnone\nnone\nnone\n10\n")
    assert "From your record" not in result.stdout
    assert "your diary names" not in result.stdout


def test_a_weakness_in_the_diary_opens_its_question_once_with_the_reason() -> None:
    logged("weakness", "--site", "hand_left")
    # whom; danger; weakness opened: feels weak; then the list; then how it came on
    result = run(typed="1\nnone\n2\nnone\n1\n")
    assert "your diary names something weak (left hand). So this is asked once:" in result.stdout
    assert "Get help now" in result.stdout
    later = run(typed="yes\n1\nnone\n4\n")
    assert "your diary names" not in later.stdout


def test_a_new_weakness_after_a_check_is_asked_alone_and_changes_the_answer() -> None:
    run(typed=CALM)
    logged("weakness")
    result = run(typed="b\n?\nno\n")
    assert "The answer was:" in result.stdout
    assert "your diary names something weak." in result.stdout
    assert "Whom is this about?" not in result.stdout
    assert "Speak to a doctor, within a few days." in result.stdout
    assert "Kept with its date" in result.stdout
    once = run(typed="no\n")
    assert "your diary names" not in once.stdout
    assert "Speak to a doctor, within a few days." in once.stdout


def test_an_opened_question_that_means_an_emergency_asks_nothing_more() -> None:
    run(typed=CALM)
    logged("weakness")
    logged("pain")
    result = run(typed="3\n1\n")
    assert "Get help now" in result.stdout
    assert "Has anything else changed" not in result.stdout
    assert "names pain" not in result.stdout
    after = run(typed="no\n")
    assert "Has anything else changed" in after.stdout


def test_after_an_opened_question_the_rest_can_be_asked_too() -> None:
    run(typed=CALM)
    logged("pain")
    result = run(typed="0\nyes\n1\nnone\nnone\nnone\n")
    assert "names pain" in result.stdout
    assert "Whom is this about?" in result.stdout
    assert result.stdout.count("Pain in a muscle") == 0
