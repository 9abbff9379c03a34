import json
from pathlib import Path

import pytest
from tests.record.making import batch, importing, twitch
from typer.testing import CliRunner

from untwitch.actions.certificates import certificates
from untwitch.actions.session import Session
from untwitch.cli.main import build
from untwitch.facts.instant import Instant
from untwitch.facts.problem import Quarantined
from untwitch.record.record import Record


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNTWITCH_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def kept(home: Path) -> Path:
    with Record.open(home / "untwitch.sqlite", now_ms=0, device="x") as record:
        me = record.person().person_id
        record.add(me, [twitch()])
        with importing(record, me) as run:
            run.take(batch(range(5)))
            run.take(Quarantined("export.xml", "kind not known", kind="Odd", unit="g", count=4))
            run.finish(complete=False)
        record.add_person("Noor")
    return home


def test_an_empty_home_is_told_in_words_and_stays_empty(home: Path) -> None:
    answer = CliRunner().invoke(build(), ["doctor"])
    assert answer.exit_code == 0
    assert "nothing is kept yet" in answer.stdout
    assert "Reads recordings    " in answer.stdout
    assert "phone csv, " in answer.stdout
    assert "Leaves this machine nothing" in answer.stdout
    assert "Problems            none" in answer.stdout
    assert list(home.iterdir()) == []


def test_what_is_kept_is_told_in_words(kept: Path) -> None:
    answer = CliRunner().invoke(build(), ["doctor"])
    assert answer.exit_code == 0
    lines = answer.stdout.splitlines()
    assert "Kept of me          1 twitch, 5 sample" in lines
    assert "Kept of Noor        nothing yet" in lines
    assert any(line.startswith("  newest steps from Watch: ") and "days ago" in line for line in lines)
    assert "  import 1 of 1970-01-01: apple_health, Apple Health, cut off before its end" in lines
    assert "    4 rows of unknown kind Odd" in lines
    assert any(line.startswith("Backups             untwitch-19700101") for line in lines)


def test_json_is_one_document_and_nothing_else(kept: Path) -> None:
    answer = CliRunner().invoke(build(), ["doctor", "--json"])
    assert answer.exit_code == 0
    assert json.loads(answer.stdout)["contract"] == "doctor/1"


def test_a_problem_ends_with_exit_code_1_and_is_said(kept: Path) -> None:
    (kept / "untwitch.sqlite").write_bytes(b"garbage" * 1000)
    answer = CliRunner().invoke(build(), ["doctor"])
    assert answer.exit_code == 1
    assert "Problem " in answer.stdout
    assert "is damaged" in answer.stdout
    document = CliRunner().invoke(build(), ["doctor", "--json"])
    assert document.exit_code == 1
    assert len(json.loads(document.stdout)["problems"]) == 1


def test_the_certificate_that_phones_trust_is_named(home: Path) -> None:
    session = Session(home=home, now=Instant(1_793_000_000_000, "UTC", "guess"))
    made = certificates(session, ["192.168.1.5"])
    answer = CliRunner().invoke(build(), ["doctor"])
    assert f"Phones trust        the certificate {made.fingerprint}" in answer.stdout
    assert json.loads(CliRunner().invoke(build(), ["doctor", "--json"]).stdout)["phone_key_sha256"]
    made.server.chmod(0o644)
    answer = CliRunner().invoke(build(), ["doctor"])
    assert answer.exit_code == 1
    assert "can be read by others" in answer.stdout
