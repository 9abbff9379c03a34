"""Where phones of the same network find the app, and the certificate that it shows them."""

import ssl
import threading
from collections.abc import Callable

from untwitch.actions.certificates import NAMES, Certificates, certificates
from untwitch.actions.session import Session
from untwitch.web.addresses import is_loopback, lan_addresses


class Lan:
    """What `untwitch serve --lan` opens, followed as the addresses of this machine change.

    Attributes:
        port: Port of the app, HTTPS.
        lobby_port: Port of the one page in plain HTTP that hands out the certificate to trust.
        is_announced: Whether the name `untwitch.local` is told to the network.
    """

    def __init__(
        self,
        session: Callable[[], Session],
        *,
        port: int,
        lobby_port: int,
        addresses: Callable[[], tuple[str, ...]] = lan_addresses,
    ) -> None:
        """Makes the certificates where there are none.

        Args:
            session: Gives the session of this moment.
            port: Port of the app.
            lobby_port: Port of the page with the certificate.
            addresses: Gives the addresses of this machine in its network.

        Raises:
            Refused: The kept authority cannot be read.
        """
        self.port = port
        self.lobby_port = lobby_port
        self.is_announced = False
        self._session = session
        self._find = addresses
        self._lock = threading.Lock()
        self._found = addresses()
        self._held = certificates(session(), self._found)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.minimum_version = ssl.TLSVersion.TLSv1_2
        self._context.load_cert_chain(self._held.server)

    def __contains__(self, host: object) -> bool:
        """Says whether the app answers under a name or address."""
        return host in NAMES or host in self._held.addresses

    @property
    def certificates(self) -> Certificates:
        """The certificates as they are now."""
        return self._held

    @property
    def context(self) -> ssl.SSLContext:
        """What a listener of the app speaks; it shows the newest certificate."""
        return self._context

    @property
    def addresses(self) -> tuple[str, ...]:
        """Addresses for a phone, the likeliest first; empty where this machine is in no home network."""
        return tuple(each for each in self._found if each in self._held.addresses)

    def look_again(self) -> bool:
        """Follows changed addresses and renews what is about to end; says whether anything is new."""
        with self._lock:
            found = self._find()
            held = certificates(self._session(), found)
            if (found, held) == (self._found, self._held):
                return False
            self._context.load_cert_chain(held.server)
            self._found, self._held = found, held
            return True

    def app_address(self, path: str, *, host: str) -> str:
        """Gives a full address in the app.

        Args:
            path: Path with a leading slash.
            host: Name or address.
        """
        return f"https://{host}:{self.port}{path}"

    def trust_address(self, *, host: str) -> str:
        """Gives the full address of the page that hands out the certificate, which names its fingerprint.

        Args:
            host: Name or address.
        """
        return f"http://{host}:{self.lobby_port}/ca/{self._held.fingerprint}"

    @property
    def announceable(self) -> tuple[str, ...]:
        """Addresses that the network may be told."""
        return tuple(each for each in self.addresses if not is_loopback(each))
