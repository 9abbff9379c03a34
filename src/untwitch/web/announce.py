"""The name `untwitch.local`, told to the own network by multicast DNS (RFC 6762), and to nobody else."""

import socket
from collections.abc import Sequence

from zeroconf import Error, IPVersion, ServiceInfo, Zeroconf

from untwitch.actions.certificates import LOCAL_NAME

_KIND = "_https._tcp.local."


class Announcement:
    """The name as the network hears it; without it the app is found by its address."""

    def __init__(self) -> None:
        """Says nothing yet."""
        self._speaker: Zeroconf | None = None

    def say(self, addresses: Sequence[str], *, port: int) -> bool:
        """Tells the network where the name is, instead of what was told before.

        Args:
            addresses: Addresses of this machine; with none nothing is told.
            port: Port of the app.

        Returns:
            Whether the name is told.
        """
        self.stop()
        if not addresses:
            return False
        service = ServiceInfo(
            _KIND,
            f"untwitch.{_KIND}",
            port=port,
            server=f"{LOCAL_NAME}.",
            addresses=[socket.inet_aton(each) for each in addresses],
            properties={"path": "/"},
        )
        try:
            self._speaker = Zeroconf(interfaces=list(addresses), ip_version=IPVersion.V4Only)
            self._speaker.register_service(service, allow_name_change=True)
        except (OSError, Error):
            self.stop()
            return False
        return True

    def stop(self) -> None:
        """Takes the name back."""
        if self._speaker is not None:
            self._speaker.close()
            self._speaker = None
