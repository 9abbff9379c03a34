import subprocess
import sys
from collections.abc import Iterator

import pytest
from zeroconf import IPVersion, NonUniqueNameException, Zeroconf
from zeroconf._services.info import AddressResolverIPv4

from untwitch.web import announce
from untwitch.web.announce import Announcement


@pytest.fixture
def announcement() -> Iterator[Announcement]:
    made = Announcement()
    yield made
    made.stop()


def test_the_network_hears_the_name_until_it_is_taken_back(announcement: Announcement) -> None:
    if not announcement.say(["127.0.0.1"], port=8778):
        pytest.skip("this machine lets nobody use multicast")
    listener = Zeroconf(interfaces=["127.0.0.1"], ip_version=IPVersion.V4Only)
    try:
        heard = AddressResolverIPv4("untwitch.local.")
        assert heard.request(listener, 20_000)
        assert heard.parsed_addresses() == ["127.0.0.1"]
    finally:
        listener.close()
    announcement.stop()
    announcement.stop()


def test_without_an_address_nothing_is_said(announcement: Announcement) -> None:
    assert not announcement.say([], port=8778)
    assert announcement._speaker is None


@pytest.mark.parametrize("error", [OSError("no multicast"), NonUniqueNameException()])
def test_where_it_cannot_be_said_the_app_goes_on_without(
    announcement: Announcement, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(announce, "Zeroconf", refused)
    assert not announcement.say(["127.0.0.1"], port=8778)


WATCH = """
import sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        print(event, arguments[-1])
sys.addaudithook(watch)
from untwitch.web.announce import Announcement
announcement = Announcement()
print("said", announcement.say(["127.0.0.1"], port=8778))
announcement.stop()
"""


def test_the_name_goes_to_the_own_network_only() -> None:
    run = subprocess.run([sys.executable, "-c", WATCH], capture_output=True, text=True, check=True)
    lines = run.stdout.splitlines()
    sent = {each for each in lines if not each.startswith("said")}
    # The group of multicast DNS, which no router passes on, and answers to this machine itself.
    assert sent <= {"socket.sendto ('224.0.0.251', 5353)", "socket.sendto ('127.0.0.1', 5353)"}
    if "said True" in lines:
        assert sent
