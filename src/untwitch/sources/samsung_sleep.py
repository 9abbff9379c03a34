"""Nights of Samsung Health, whose codes for stages differ by one between public files.

    code      40000   40001   40002   40003   40004
    one       -       awake   light   deep    REM
    another   awake   light   deep    REM     -

Which of the two an export uses shows in the one code that the other lacks. Where neither or both are there,
awake and light sleep cannot be told apart: then each session counts whole, as an estimate, and it is said.
"""

from collections import defaultdict
from dataclasses import dataclass

from untwitch.sources.shelf import NOT_BELIEVABLE, Shelf, When, stretches

_LOWEST, _HIGHEST = 40000, 40004
_LONGEST_MS = 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class _Session:
    when: When
    where: str


class SamsungSleep:
    """Collects sessions and stages, which come in files of their own."""

    def __init__(self, shelf: Shelf, *, app: str) -> None:
        """Starts empty.

        Args:
            shelf: Takes the nights.
            app: Name that they carry.
        """
        self._shelf = shelf
        self._app = app
        self._sessions: dict[str, _Session] = {}
        self._stages: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
        self._codes: set[int] = set()

    def take_session(self, uuid: str, when: When, *, where: str) -> None:
        """Takes a session."""
        if not 0 <= when.end_ms - when.start_ms <= _LONGEST_MS:
            self._shelf.leave_out("sleep_h", "its length", where, reason=NOT_BELIEVABLE)
        else:
            self._sessions[uuid or where] = _Session(when, where)

    def take_stage(self, sleep_id: str, start_ms: int | None, end_ms: int | None, code: str) -> None:
        """Takes a stage of a session."""
        if start_ms is None or end_ms is None or not code.isdecimal() or not sleep_id:
            if sleep_id or code:
                self._shelf.skip("sleep_h", "stage that cannot be read")
            return
        number = int(code[:9])
        self._codes.add(number)
        self._stages[sleep_id].append((start_ms, end_ms, number))

    def _awake_code(self) -> int | None:
        """Gives the code of being awake, None where the codes can be read two ways."""
        has_lowest, has_highest = _LOWEST in self._codes, _HIGHEST in self._codes
        is_known = all(_LOWEST <= each <= _HIGHEST for each in self._codes)
        if has_lowest == has_highest or not is_known:
            return None
        return _LOWEST if has_lowest else _LOWEST + 1

    def finish(self) -> None:
        """Takes the nights."""
        awake = self._awake_code()
        if self._codes and awake is None:
            codes = ", ".join(map(str, sorted(self._codes)[:6]))
            what = f"the codes of sleep stages ({codes}) can be read two ways; each sleep is taken whole"
            self._shelf.complaints.problem("sleep_stage", what, reason="codes of stages")
        for uuid, session in self._sessions.items():
            when, stages = session.when, self._stages.pop(uuid, [])
            is_staged = bool(stages) and awake is not None
            parts = [
                (max(start, when.start_ms), min(end, when.end_ms))
                for start, end, code in stages
                if code != awake
            ]
            asleep = stretches(parts if is_staged else [(when.start_ms, when.end_ms)])
            if asleep:
                hours = sum(end - start for start, end in asleep) / 3_600_000
                night = When(asleep[0][0], asleep[-1][1], when.zone, when.known_by)
                self._shelf.take(
                    "sleep_h", hours, night, app=self._app, where=session.where, estimate=not is_staged
                )
        left = sum(map(len, self._stages.values()))
        if left:
            self._shelf.skip("sleep_h", "stage of a sleep that is not there", count=left)
