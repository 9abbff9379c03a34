"""How many requests one address may make: so many at once, and so many a second after that."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

MOST_ADDRESSES = 1024
"""How many are remembered; the one that asked longest ago is forgotten first."""


class Limit:
    """A bucket for each address, filled again as time goes by.

    Whoever is refused has used nothing up, so waiting as long as was said is enough.
    """

    def __init__(self, *, at_once: int, per_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Fills every bucket.

        Args:
            at_once: Requests without waiting.
            per_s: Requests a second after that.
            clock: Gives seconds that only go forward.
        """
        self._at_once = at_once
        self._per_s = per_s
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait_s(self, address: str) -> float:
        """Gives how long an address must wait, seconds; 0 lets it in and counts it.

        Args:
            address: Who asks.
        """
        with self._lock:
            now = self._clock()
            left, since = self._left.pop(address, (float(self._at_once), now))
            left = min(self._at_once, left + (now - since) * self._per_s)
            is_let_in = left >= 1
            self._left[address] = (left - is_let_in, now)
            if len(self._left) > MOST_ADDRESSES:
                self._left.popitem(last=False)
            return 0.0 if is_let_in else (1 - left) / self._per_s
