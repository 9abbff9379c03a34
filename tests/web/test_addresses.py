from dataclasses import dataclass
from typing import Any

import ifaddr
import pytest

from untwitch.actions.certificates import is_certifiable
from untwitch.web import addresses


@dataclass
class Adapter:
    nice_name: str
    ips: list[Any]


@dataclass
class Address:
    ip: Any


def test_those_of_real_adapters_come_first_and_foreign_ones_not_at_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [
        Adapter("docker0", [Address("172.17.0.1")]),
        Adapter("lo", [Address("127.0.0.1")]),
        Adapter("eth0", [Address("203.0.113.5"), Address(("fe80::1", 0, 2))]),
        Adapter("Wi-Fi", [Address("192.168.1.5"), Address("192.168.1.5"), Address("10.0.0.3")]),
    ]
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: found)
    assert addresses.lan_addresses() == ("192.168.1.5", "10.0.0.3", "172.17.0.1")


def test_what_this_machine_has_can_be_certified() -> None:
    assert all(map(is_certifiable, addresses.lan_addresses()))
    assert addresses.is_loopback("127.0.0.1")
    assert not addresses.is_loopback("192.168.127.1")
