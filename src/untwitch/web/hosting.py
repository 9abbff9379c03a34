"""What the app knows of where it runs: whose home, under which names, and who may come in."""

import base64
import hmac
import math
import re
import secrets
import threading
import time
from collections.abc import Callable, Container
from dataclasses import dataclass, field

from untwitch.actions.import_desk import ImportDesk
from untwitch.actions.session import Session
from untwitch.web.lan import Lan
from untwitch.web.limits import Limit

TOKEN_BYTES = 16
"""128 bits: nobody guesses a token in its short life."""
PHONE_TOKEN_S = 600.0


class Tokens:
    """One-time words that let a browser in; each opens once, and then no more.

    A word for a second device is for its camera or for typing: no letter looks like another, small and
    capital are the same, and only the newest opens, for ten minutes.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Starts with none.

        Args:
            clock: Gives seconds that only go forward.
        """
        self._clock = clock
        self._open: dict[str, tuple[bool, float]] = {}
        self._lock = threading.Lock()

    def new(self, *, is_phone: bool = False) -> str:
        """Gives a word that opens once.

        Args:
            is_phone: Whether it is for a second device, through the code that its camera reads.
        """
        with self._lock:
            if not is_phone:
                word = secrets.token_urlsafe(TOKEN_BYTES)
                self._open[word] = (False, math.inf)
                return word
            self._open = {known: its for known, its in self._open.items() if not its[0]}
            word = base64.b32encode(secrets.token_bytes(TOKEN_BYTES)).decode().rstrip("=").lower()
            self._open[word] = (True, self._clock() + PHONE_TOKEN_S)
            return word

    def spend(self, word: str, *, is_phone: bool = False) -> bool:
        """Says whether a word opens, which it does only once.

        Args:
            word: As it was sent; of a typed one small and capital letters, spaces and hyphens do not matter.
            is_phone: Whether it came through the door of second devices, which takes no other.
        """
        said = re.sub(r"[\s-]", "", word).lower() if is_phone else word
        with self._lock:
            found = next(
                (each for each in self._open if hmac.compare_digest(each.encode(), said.encode())), None
            )
            if found is None or self._open[found][0] != is_phone:
                return False
            return self._clock() < self._open.pop(found)[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosting:
    """Where the app runs.

    Attributes:
        session: Gives the session of this moment; only the door that started the app reads the clock.
        hosts: Names and addresses under which it may be asked for, without port.
        port: The port it listens on.
        is_secure: Whether it is reached by HTTPS.
        tokens: The one-time words.
        opening: How often one address may try to be let in.
        asking: How often it may ask for anything; far above what pages and a file in parts need.
        imports: The files that are being brought in.
        is_near_only: Whether only addresses of home networks may ask.
        lan: Where phones find it; None where they cannot.
    """

    session: Callable[[], Session]
    hosts: Container[str]
    port: int
    is_secure: bool = False
    tokens: Tokens = field(default_factory=Tokens)
    opening: Limit = field(default_factory=lambda: Limit(at_once=10, per_s=1 / 60))
    asking: Limit = field(default_factory=lambda: Limit(at_once=1000, per_s=100))
    imports: ImportDesk = field(default_factory=ImportDesk)
    is_near_only: bool = False
    lan: Lan | None = None

    @property
    def cookie(self) -> str:
        """Name of the cookie; under HTTPS the browser itself holds it to this host."""
        return "__Host-untwitch" if self.is_secure else "untwitch"

    def address(self, path: str = "/", *, host: str | None = None) -> str:
        """Gives a full address.

        Args:
            path: Path with a leading slash.
            host: Name or address; None for this machine's own.
        """
        return f"http{'s' if self.is_secure else ''}://{host or '127.0.0.1'}:{self.port}{path}"
