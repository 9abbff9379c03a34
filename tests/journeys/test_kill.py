"""Thirty times a program is killed while it writes: nothing acknowledged is lost, nothing is doubled."""

import datetime as dt
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.record.making import batch, importing, twitch

from untwitch.record.backup import backups, is_whole
from untwitch.record.erase import mark_of
from untwitch.record.record import Record

LOG = """
import sys
from pathlib import Path
from tests.record.making import twitch
from untwitch.record.record import Record
with Record.open(Path(sys.argv[1]), now_ms=1, device="child") as record:
    me = record.person().person_id
    for number in range(10_000):
        entry = twitch(number / 100)
        record.add(me, [entry])
        print(entry.id, flush=True)
"""
IMPORT = """
import sys
from pathlib import Path
from tests.record.making import batch, importing, watch
from untwitch.record.record import Record
with Record.open(Path(sys.argv[1]), now_ms=1, device="child") as record:
    me = record.person().person_id
    for number in range(1_000):
        name = f"{sys.argv[2]}-{number}"
        print("begin", name, flush=True)
        with importing(record, me) as run:
            for part in range(4):
                run.take(batch(range(part * 3_000, part * 3_000 + 3_000), app=name))
            run.finish(complete=True)
        print("done", name, flush=True)
"""
ROWS_OF_AN_IMPORT = 12_000


@dataclass
class Acknowledged:
    """What the killed programs had said was kept, and what they may or may not have kept."""

    entries: set[str] = field(default_factory=set)
    imports: set[str] = field(default_factory=set)
    begun: set[str] = field(default_factory=set)
    said: int = 0
    """Entries acknowledged by the command line, which tells no ids."""
    unsaid: int = 0
    """Calls of the command line, or of the logging program, that were killed before they answered."""


def killed(command: list[str], wait_s: float, *, home: Path, after: str = "") -> list[str]:
    """Starts a program, kills it a while after a line of a kind, and gives the whole lines it said."""
    environment = {**os.environ, "UNTWITCH_HOME": str(home)}
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
    assert child.stdout is not None
    heard = b""
    for line in child.stdout:
        heard += line
        if line.decode().startswith(after):
            break
    time.sleep(wait_s)
    child.send_signal(signal.SIGKILL)
    said = (heard + child.stdout.read()).decode()
    child.stdout.close()
    child.wait()
    return said.rpartition("\n")[0].splitlines()


def kill_a_log(known: Acknowledged, path: Path, wait_s: float) -> None:
    known.entries |= set(killed([sys.executable, "-c", LOG, str(path)], wait_s, home=path.parent))
    known.unsaid += 1


def kill_an_import(known: Acknowledged, path: Path, wait_s: float, *, name: str, after: str) -> None:
    command = [sys.executable, "-c", IMPORT, str(path), name]
    for line in killed(command, wait_s, home=path.parent, after=after):
        what, _, which = line.partition(" ")
        (known.begun if what == "begin" else known.imports).add(which)


def kill_the_command(known: Acknowledged, path: Path, wait_s: float) -> None:
    """Kills `untwitch log` at any moment of its short life, its start included."""
    environment = {**os.environ, "UNTWITCH_HOME": str(path.parent)}
    command = [sys.executable, "-m", "untwitch", "log", "twitch", "--site", "calf_left"]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    time.sleep(wait_s)
    child.send_signal(signal.SIGKILL)
    if child.wait() == 0:
        known.said += 1
    else:
        known.unsaid += 1


def check(known: Acknowledged, path: Path) -> None:
    with Record.open(path, now_ms=1, device="check") as record:
        assert record.integrity() == []
        history = record.history(record.person().person_id)
        ids = [each.id for each in history.twitches]
        assert len(ids) == len(set(ids))
        assert known.entries <= set(ids)
        extra = len(ids) - len(known.entries)
        assert known.said <= extra <= known.said + known.unsaid
        kept = {each.apps[0]: len(each) for each in history.batches}
        assert known.imports <= set(kept) <= known.begun
        assert set(kept.values()) <= {ROWS_OF_AN_IMPORT}
        assert len(record.runs(record.person().person_id)) == len(kept)


@pytest.mark.slow
def test_thirty_kills_lose_nothing_acknowledged_and_double_nothing(tmp_path: Path) -> None:
    chance = random.Random(30)
    path = tmp_path / "untwitch.sqlite"
    known = Acknowledged()
    for round_number in range(10):
        kill_a_log(known, path, chance.uniform(0, 0.15))
        check(known, path)
        after = "done" if round_number % 3 == 0 else "begin"
        kill_an_import(known, path, chance.uniform(0, 0.5), name=f"export{round_number}", after=after)
        check(known, path)
        kill_the_command(known, path, chance.uniform(0.2, 1.5))
        check(known, path)
    assert len(known.entries) > 20
    assert known.imports
    assert known.imports != known.begun


def kept_rows(path: Path) -> int:
    with Record.open(path, now_ms=1, device="check") as record:
        assert record.integrity() == []
        return sum(len(each) for each in record.history(record.person().person_id).batches)


@pytest.mark.slow
def test_an_import_command_killed_at_any_moment_leaves_all_of_the_file_or_nothing(tmp_path: Path) -> None:
    chance = random.Random(6)
    days = [dt.date(2000, 1, 1) + dt.timedelta(index) for index in range(6_000)]
    table = tmp_path / "table.csv"
    rows = [f"{day},{chance.randint(0, 400)},{chance.randint(0, 10)}\n" for day in days]
    table.write_text("start,caffeine_mg,stress_0_10\n" + "".join(rows), encoding="utf-8")
    home = tmp_path / "home"
    environment = {**os.environ, "UNTWITCH_HOME": str(home)}
    command = [sys.executable, "-m", "untwitch", "import", str(table), "--json"]
    for _ in range(8):
        child = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
        )
        time.sleep(chance.uniform(0.3, 2.0))
        child.send_signal(signal.SIGKILL)
        child.wait()
        if home.exists():
            assert kept_rows(home / "untwitch.sqlite") in {0, 12_000}
    for _ in range(2):
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
        assert kept_rows(home / "untwitch.sqlite") == 12_000


def kill_a_command(home: Path, words: list[str], wait_s: float) -> bool:
    """Kills a command after a while; gives whether it had ended well before."""
    environment = {**os.environ, "UNTWITCH_HOME": str(home), "TZ": "UTC"}
    child = subprocess.Popen(
        [sys.executable, "-m", "untwitch", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        env=environment,
    )
    time.sleep(wait_s)
    child.send_signal(signal.SIGKILL)
    return child.wait() == 0


def kept_things(path: Path) -> tuple[int, int]:
    """Gives how many twitches and samples there are, after the file was found whole."""
    with Record.open(path, now_ms=1, device="check") as record:
        assert record.integrity() == []
        assert not mark_of(path).exists()
        history = record.history(record.person().person_id)
        return len(history.twitches), sum(map(len, history.batches))


def fill(path: Path, twitches: int) -> None:
    with Record.open(path, now_ms=1, device="fill") as record:
        me = record.person().person_id
        there = len(record.entries(me, "twitch"))
        record.add(me, [twitch(number / 50) for number in range(there, twitches)])
        if not record.runs(me):
            with importing(record, me) as run:
                for part in range(10):
                    run.take(batch(range(part * 3_000, part * 3_000 + 3_000)))
                run.finish(complete=True)


def kill_keeping(home: Path, chance: random.Random) -> dict[str, int]:
    """Kills a backup, a restore and an erasure once each; gives which of them had ended before."""
    path = home / "untwitch.sqlite"
    fill(path, 300)
    before, samples = kept_things(path)
    ended = {"backup": int(kill_a_command(home, ["backup"], chance.uniform(0.2, 2.5)))}
    assert kept_things(path) == (before, samples)
    # a copy is whole from the moment on that it bears its name
    assert all(is_whole(each) for each in backups(path))
    with Record.open(path, now_ms=2, device="copy") as record:
        copy = record.back_up()
    fill(path, before + 100)
    ended["restore"] = int(kill_a_command(home, ["restore", copy.name, "--yes"], chance.uniform(0.2, 3.0)))
    there = kept_things(path)
    assert there in (
        {(before, samples)} if ended["restore"] else {(before, samples), (before + 100, samples)}
    )
    words = ["erase", "--kind", "twitch", "--yes", "--keep-backups"]
    ended["erase"] = int(kill_a_command(home, words, chance.uniform(0.2, 2.5)))
    left = kept_things(path)
    assert left in ({(0, samples)} if ended["erase"] else {(0, samples), there})
    if not left[0]:
        assert "näh".encode() not in path.read_bytes()
    return ended


@pytest.mark.slow
def test_a_copy_a_restore_or_an_erasure_killed_at_any_moment_is_done_or_not_begun(tmp_path: Path) -> None:
    chance = random.Random(9)
    for _ in range(5):
        kill_keeping(tmp_path, chance)
