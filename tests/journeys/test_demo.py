"""`untwitch demo` as a person starts it: one command, no input, a page worth reading within ten seconds."""

import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from untwitch.simulate.person import DEMO_EFFECTS

Shown = tuple[subprocess.CompletedProcess[str], float, Path]


def demo(tmp_path: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    given = {
        **os.environ, "UNTWITCH_HOME": str(tmp_path / "real"), "TMPDIR": str(tmp_path), "COLUMNS": "80",
        "PYTHONIOENCODING": "utf-8",
    } | env  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "untwitch", "demo", *arguments],
        env=given, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    folder = tmp_path_factory.mktemp("demo")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = demo(folder)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # What other processes of a busy machine take is not the demo's.
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return result, cpu_s, folder


def test_it_takes_less_than_ten_seconds_of_work(shown: Shown) -> None:
    result, cpu_s, _ = shown
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    assert cpu_s < 10
    assert re.search(r"^Made in [\d.]+ s\.$", result.stdout, flags=re.MULTILINE)


def test_it_finds_what_sets_the_made_up_person_off_and_nothing_else(shown: Shown) -> None:
    rows = re.findall(r"^(\S.*?) +(goes with your twitches|possible|no sign of it|not enough yet) .* (\S+)$",
                      shown[0].stdout, flags=re.MULTILINE)  # fmt: skip
    assert len(rows) == 6
    claimed = {name for name, rung, _ in rows if rung in {"goes with your twitches", "possible"}}
    true = {name for name, _, truth in rows if truth != "none"}
    assert claimed == true == {"Caffeine", "Too little sleep"}
    assert set(DEMO_EFFECTS) == {"caffeine", "sleep"}


def test_the_report_lies_where_it_says_and_no_real_record_was_made(shown: Shown) -> None:
    result, _, folder = shown
    path = next(Path(line) for line in result.stdout.splitlines() if line.endswith("report.html"))
    page = path.read_text(encoding="utf-8")
    assert "This person is made up" in page
    assert page.count("<svg") == 7
    assert path.is_relative_to(folder)
    assert not (folder / "real").exists()
    assert list(path.parent.iterdir()) == [path]


def test_it_fits_eighty_columns_and_needs_no_colour(shown: Shown) -> None:
    lines = shown[0].stdout.splitlines()
    assert all(len(line) <= 80 for line in lines if "report.html" not in line)
    assert "\x1b" not in shown[0].stdout


def test_the_same_seed_shows_the_same_person_and_ascii_will_do(tmp_path: Path) -> None:
    one = demo(tmp_path, "--seed", "5", "--days", "30", PYTHONIOENCODING="ascii")
    other = demo(tmp_path, "--seed", "5", "--days", "30", PYTHONIOENCODING="ascii")
    assert one.returncode == 0, one.stderr
    assert one.stdout.isascii()
    same = [re.sub(r"untwitch-demo-\w+|Made in [\d.]+ s", "", each.stdout) for each in (one, other)]
    assert same[0] == same[1]
