import subprocess
import sys
import threading
from pathlib import Path

import pytest

from untwitch.facts.refused import Refused
from untwitch.record import lock

HOLD = """
import sys
from pathlib import Path
from untwitch.record import lock
with lock.{how}(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def holder(path: Path, how: str) -> "subprocess.Popen[bytes]":
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD.format(how=how), str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"held\n"
    return child


def is_free(path: Path) -> bool:
    with lock.alone(path, wait_s=0) as free:
        return free


def test_a_shared_lock_is_shared_and_keeps_out_who_wants_it_alone(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert is_free(path)
    with holder(path, "shared") as child:
        with lock.shared(path, wait_s=0):
            assert not is_free(path)
        assert not is_free(path)
        child.communicate(b"go\n")
    assert is_free(path)


def test_a_lock_held_alone_keeps_everybody_out(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with holder(path, "alone") as child:
        assert not is_free(path)
        with (
            pytest.raises(Refused, match="lock is held alone by another program"),
            lock.shared(path, wait_s=0),
        ):
            pass
        child.communicate(b"go\n")
    with lock.shared(path, wait_s=0):
        pass


@pytest.mark.parametrize("how", ["shared", "alone"])
def test_a_killed_holder_leaves_no_stale_lock(tmp_path: Path, how: str) -> None:
    path = tmp_path / "lock"
    with holder(path, how) as child:
        child.kill()
        child.wait()
    assert is_free(path)


def test_within_one_process_a_lock_holds_too(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with lock.shared(path):
        assert not is_free(path)


def test_a_lock_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be opened"), lock.shared(tmp_path / "nowhere" / "lock"):
        pass
    folder = tmp_path / "lock"
    folder.write_bytes(b"not a database at all, and long enough to be seen as one" * 40)
    with pytest.raises(Refused, match="cannot be locked"), lock.alone(folder, wait_s=0):
        pass


def test_the_two_locks_of_a_record_lie_beside_it(tmp_path: Path) -> None:
    record = tmp_path / "untwitch.sqlite"
    names = {lock.server_lock(record).name, lock.import_lock(record).name}
    assert names == {"untwitch.sqlite.server-lock", "untwitch.sqlite.import-lock"}


def test_a_lock_that_gives_way_lets_its_own_process_have_it_alone_and_nobody_else(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with lock.shared(path, gives_way=True):
        with lock.alone(path, wait_s=0) as is_alone:
            assert is_alone
            assert not is_free_elsewhere(path)
        assert not is_free_elsewhere(path)
        with holder(path, "shared") as child:
            assert not is_free(path)
            assert child.stdin is not None
            child.stdin.close()
    assert is_free_elsewhere(path)


def test_a_lock_that_gives_way_does_so_from_any_thread(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    found = []
    with lock.shared(path, gives_way=True):
        thread = threading.Thread(target=lambda: found.append(is_free(path)))
        thread.start()
        thread.join()
    assert found == [True]


def is_free_elsewhere(path: Path) -> bool:
    code = "import sys; from pathlib import Path; from untwitch.record import lock\n"
    code += "with lock.alone(Path(sys.argv[1]), wait_s=0) as free: print(free)"
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=True)
    return run.stdout.strip() == b"True"
