"""What is slow to work out: done in the background, one thing at a time a person, kept until a fact changes.

    request   asks |..wait..| not there yet: progress page, which looks again by itself
    thread         |=========== work ==========|
    request                                      asks | there it is

What is kept belongs to one person, one version of their record and one day; a newer version throws it out.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.responses import Response

from untwitch.actions.standing import USUAL, Period, Standing, standing
from untwitch.facts.refused import Refused
from untwitch.web.visit import Visit

if TYPE_CHECKING:
    from untwitch.actions.whole_path import Answered

T = TypeVar("T")

MOST_KEPT = 24
"""Answers and drawings kept at once, of everybody together."""
WAIT_S = 0.15
"""How long a request waits before it shows progress: a young diary is answered in less."""
LOOK_AGAIN_S = 1
ANSWER = "answer"
DEFECT = "This could not be worked out. That is a fault of untwitch, not of your diary; nothing was changed."

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Key:
    standing: Standing
    what: Hashable

    @property
    def whose(self) -> Hashable:
        return self.standing.file[0], self.standing.person_id


@dataclass(frozen=True, slots=True)
class _Found:
    """What came of a work: a thing, or why there is none."""

    thing: Any = None
    refusal: str = ""


@dataclass(slots=True)
class _Work:
    key: _Key
    done: threading.Event = field(default_factory=threading.Event)


class Answers:
    """What was worked out for everybody who uses this server."""

    def __init__(self, *, most_kept: int = MOST_KEPT, wait_s: float = WAIT_S) -> None:
        self._most_kept = most_kept
        self._wait_s = wait_s
        self._lock = threading.Lock()
        self._kept: OrderedDict[_Key, _Found] = OrderedDict()
        self._running: dict[Hashable, _Work] = {}

    def of(self, stands: Standing, what: Hashable, make: Callable[[], T]) -> T | None:
        """Gives a thing, or None while it, or another thing of the same person, is being worked out.

        Args:
            stands: Where the record stands now.
            what: Which thing; the same for the same `make`.
            make: Works it out; called at most once for each standing, in a thread of its own.

        Raises:
            Refused: It could not be worked out; the next request tries again.
        """
        key = _Key(stands, what)
        with self._lock:
            work = None if key in self._kept else self._started(key, make)
        if work is not None:
            work.done.wait(self._wait_s)
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            if found.refusal:
                del self._kept[key]
                raise Refused(found.refusal)
            self._kept.move_to_end(key)
            thing: T = found.thing
            return thing

    def outdated(self, stands: Standing, what: Hashable) -> Any:
        """Gives the same thing as it was before the last change, if it is still there; else None."""
        with self._lock:
            found = next(
                (self._kept[each] for each in self._kept if self._is_outdated(each, stands, what)), None
            )
        return None if found is None else found.thing

    @staticmethod
    def _is_outdated(key: _Key, stands: Standing, what: Hashable) -> bool:
        whose = (stands.file[0], stands.person_id)
        return key.whose == whose and key.what == what and key.standing != stands

    def _started(self, key: _Key, make: Callable[[], Any]) -> _Work:
        """Gives the work of a person that is going on, and begins this one if there is none."""
        running = self._running.get(key.whose)
        if running is not None:
            return running
        work = self._running[key.whose] = _Work(key)
        # A daemon: it only reads, and a server that is stopped need not wait for it.
        threading.Thread(target=self._run, args=(work, make), name="untwitch-answer", daemon=True).start()
        return work

    def _run(self, work: _Work, make: Callable[[], Any]) -> None:
        try:
            found = _Found(make())
        except Refused as refused:
            found = _Found(refusal=str(refused))
        except Exception:  # noqa: BLE001 - whoever asked must be told, and the next one may ask again
            _log.exception("an answer could not be worked out")
            found = _Found(refusal=DEFECT)
        with self._lock:
            self._keep(work.key, found)
            del self._running[work.key.whose]
        work.done.set()

    def _keep(self, key: _Key, found: _Found) -> None:
        outdated = [each for each in self._kept if each.whose == key.whose and each.standing != key.standing]
        for each in outdated:
            del self._kept[each]
        self._kept[key] = found
        while len(self._kept) > self._most_kept:
            self._kept.popitem(last=False)


def answer_of(visit: Visit, period: Period = USUAL) -> "Answered | None":
    """Gives the answer of the person of a visit: timeline, attribution, plan; None while it is worked out.

    A door calls it in a plain `def`, and shows `working(visit)` for None.

    Args:
        visit: The request.
        period: The days that are asked for.

    Raises:
        Refused: The days are the wrong way round, or the record cannot be read.
    """
    return made_of(visit, ANSWER, lambda found: found, period)


def made_of(visit: Visit, what: str, make: "Callable[[Answered], T]", period: Period = USUAL) -> T | None:
    """Gives what is made of an answer, such as drawings; kept as long as the answer itself.

    Args:
        visit: The request.
        what: Name of the thing; the same for the same `make`.
        make: Makes it, in the background.
        period: The days that are asked for.

    Raises:
        Refused: It could not be made.
    """
    stands = standing(visit.session)
    answers: Answers = visit.request.app.state.answers

    def answer() -> "Answered":
        from untwitch.actions.whole_path import answered  # noqa: PLC0415 - heavy, and only this thread waits

        return answered(
            visit.session,
            first_day=period.first_day,
            last_day=period.last_day,
            since=stands.since(period),
            earlier=answers.outdated(stands, (ANSWER, period)),
        )

    found = answers.of(stands, (ANSWER, period), answer)
    if found is None or what == ANSWER:
        return found  # type: ignore[return-value] # of an answer is made the answer itself
    return answers.of(stands, (what, period), lambda: make(found))


def working(visit: Visit) -> Response:
    """Gives the page that stands in while an answer is worked out; it looks again by itself, without script.

    Args:
        visit: The request, which is sent once more.
    """
    page = visit.page("working.html", title="Working it out")
    page.headers["refresh"] = str(LOOK_AGAIN_S)
    return page
