import subprocess
import sys
from pathlib import Path

import pytest

from untwitch.actions import devices
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.record import lock


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path, now=Instant(1_700_000_000_000, "UTC", "guess"))


def test_a_paired_browser_is_known_until_it_is_taken_off(session: Session) -> None:
    device, secret = devices.pair(session, "  iPhone, Safari ")
    assert device.name == "iPhone, Safari"
    assert devices.device_of(session, secret) == device
    assert devices.devices(session) == (device,)
    assert not devices.was_revoked(session, secret)
    devices.revoke(session, device.device_id)
    assert devices.device_of(session, secret) is None
    assert devices.was_revoked(session, secret)


@pytest.mark.parametrize(("given", "kept"), [("", "a browser"), ("x" * 200, "x" * devices.LONGEST_NAME)])
def test_a_name_is_there_and_not_long(session: Session, given: str, kept: str) -> None:
    assert devices.pair(session, given)[0].name == kept


def test_a_name_that_cannot_be_shown_is_refused(session: Session) -> None:
    with pytest.raises(Refused, match="the name"):
        devices.pair(session, "a\x1b[2J")


def test_secrets_are_long_and_their_own() -> None:
    assert len(devices.new_secret()) >= 43
    assert devices.new_secret() != devices.new_secret()


def test_no_migration_while_the_app_runs_but_the_app_itself_may_erase(session: Session) -> None:
    path = lock.server_lock(session.record_path)
    code = "import sys; from pathlib import Path; from untwitch.record import lock\n"
    code += "with lock.alone(Path(sys.argv[1]), wait_s=0) as free: print(free)"
    with devices.serving(session):
        other = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=True)
        assert other.stdout.strip() == b"False"
        with lock.alone(path, wait_s=0) as is_alone:
            assert is_alone
