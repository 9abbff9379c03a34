"""Where this machine is reached in its home network."""

import ifaddr

from untwitch.actions.certificates import is_certifiable

_MADE_BY_PROGRAMS = (
    "docker",
    "br-",
    "veth",
    "virbr",
    "vbox",
    "vmnet",
    "vethernet",
    "tun",
    "tap",
    "utun",
    "zt",
    "wsl",
)


def lan_addresses() -> tuple[str, ...]:
    """Gives the addresses of this machine in home networks (IPv4), those of real adapters first."""
    found = [
        (adapter.nice_name.lower().startswith(_MADE_BY_PROGRAMS), address.ip)
        for adapter in ifaddr.get_adapters()
        for address in adapter.ips
        if isinstance(address.ip, str) and is_certifiable(address.ip) and not is_loopback(address.ip)
    ]
    return tuple(dict.fromkeys(address for _, address in sorted(found, key=lambda each: each[0])))


def is_loopback(address: str) -> bool:
    """Says whether an address means the machine that asks for it."""
    return address.startswith("127.")
