"""What the app knows of where it runs: whose home, under which names, and who may come in."""

import hmac
import secrets
import threading
from collections.abc import Callable, Container
from dataclasses import dataclass, field

from untwitch.actions.session import Session
from untwitch.web.limits import Limit

TOKEN_BYTES = 16
"""128 bits: nobody guesses a token in its short life."""


class Tokens:
    """One-time words that let a browser in; each opens once, and then no more."""

    def __init__(self) -> None:
        self._open: dict[str, bool] = {}
        self._lock = threading.Lock()

    def new(self, *, is_phone: bool = False) -> str:
        """Gives a word that opens once.

        Args:
            is_phone: Whether it is for a second device, through the code that its camera reads.
        """
        word = secrets.token_urlsafe(TOKEN_BYTES)
        with self._lock:
            self._open[word] = is_phone
        return word

    def spend(self, word: str) -> bool:
        """Says whether a word opens, which it does only once."""
        with self._lock:
            found = next(
                (each for each in self._open if hmac.compare_digest(each.encode(), word.encode())), None
            )
            if found is None:
                return False
            del self._open[found]
            return True


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
        names: Other addresses, for the pages that say where a phone finds it.
    """

    session: Callable[[], Session]
    hosts: Container[str]
    port: int
    is_secure: bool = False
    tokens: Tokens = field(default_factory=Tokens)
    opening: Limit = field(default_factory=lambda: Limit(at_once=10, per_s=1 / 60))
    asking: Limit = field(default_factory=lambda: Limit(at_once=1000, per_s=100))
    names: tuple[str, ...] = ()

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
