"""FIT files of any maker: workouts, days and nights of watches, weights of scales.

The format is binary, so its bytes are read in a child process (`intake.fit_rows`); here its rows become
measures.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.facts.stay import Stay
from untwitch.facts.workout import Workout
from untwitch.intake.bounded import MEBIBYTE
from untwitch.intake.fit_header import USUAL_BYTES, is_fit
from untwitch.intake.members import Member, Members
from untwitch.intake.progress import Progress
from untwitch.intake.sandbox import Sandbox
from untwitch.sources.shelf import NOT_BELIEVABLE, Shelf, When, offset_zone
from untwitch.sources.source import ColumnPlan, Item
from untwitch.sources.wall_place import WallPlace

PARSER = "untwitch.intake.fit_rows:rows_of_fit"
LARGEST_BYTES = 32 * MEBIBYTE
_LOWEST_RESTING_BPM = 25
_AGES = range(5, 121)
_REASONS = {
    "used": "used for workouts only, not kept",
    "no date": "the clock of the device was not set, so that its times have no day",
}
_NO_DATE = "the clock of the device was not set: its workout has no day and is left out"


def _max_hr_bpm(workout: Mapping[str, Any]) -> float | None:
    """Gives the highest heart rate that the device knows, else the one that goes with the age it knows.

    Reference:
        Tanaka H, Monahan KD, Seals DR (2001), doi:10.1016/S0735-1097(00)01054-8 (from memory): 208 - 0.7 x
        age.
    """
    known: float | None = workout["max_hr_bpm"]
    age = workout["age_years"]
    if known:
        return known
    return 208 - 0.7 * age if age is not None and int(age) in _AGES else None


class _Reader:
    """Turns the rows of FIT files into measures."""

    def __init__(self, place: WallPlace) -> None:
        self.shelf = Shelf()
        self._place = place
        self._met: set[int] = set()
        self._records: dict[str, int] = {}
        self._app = "FIT device"
        self._zone: str | None = None

    def take(self, row: list[Any], *, where: str) -> Iterator[Item]:
        """Takes one row of a file."""
        kind, said = row
        match kind:
            case "file":
                self._app = said["app"]
                self._zone = None if said["offset_min"] is None else offset_zone(60 * said["offset_min"])
                self._records.clear()
            case "workout":
                self._workout(said, where=where)
            case "value":
                name = said["measure"]
                self._records[name] = self._records.get(name, 0) + 1
                place = f"{where}, record {self._records[name]} of {name}"
                if self._is_new(name, said):
                    self.shelf.take(name, said["value"], self._when(said), app=self._app, where=place)
            case "skipped":
                reason = _REASONS.get(said["reason"], said["reason"])
                self.shelf.skip(said["measure"], reason, count=said["count"])
                if (said["measure"], said["reason"]) == ("exertion_au", "no date"):
                    self.shelf.complaints.problem(where, _NO_DATE, reason="no date")
            case "apart":
                self.shelf.keep_apart(f"FIT {said['kind']}", count=said["count"])
            case "incomplete":
                yield Incomplete(where, f"{said}; what comes before is taken")
            case _:
                self.shelf.complaints.problem(where, said, reason=said)

    def _workout(self, said: Mapping[str, Any], *, where: str) -> None:
        resting = said["resting_hr_bpm"]
        if not self._is_new("exertion_au", said):
            return
        try:
            workout = Workout(
                minutes=said["minutes"],
                rpe_0_10=said["rpe_0_10"],
                mean_hr_bpm=said["mean_hr_bpm"],
                resting_hr_bpm=resting if resting is not None and resting >= _LOWEST_RESTING_BPM else None,
                max_hr_bpm=_max_hr_bpm(said),
                energy_kcal=said["energy_kcal"],
            )
        except Refused as refused:
            self.shelf.leave_out("exertion_au", str(refused), where, reason=NOT_BELIEVABLE)
            return
        when = self._when(said)
        self.shelf.take_workout(workout, when, app=self._app, where=where)
        if workout.mean_hr_bpm is not None:
            self.shelf.take("heart_rate_bpm", workout.mean_hr_bpm, when, app=self._app, where=where)

    def _is_new(self, name: str, said: Mapping[str, Any]) -> bool:
        """Says whether a row was not there before: devices write the same workout into several files."""
        row = hash((self._app, name, *said.values()))
        if row in self._met:
            self.shelf.skip(name, "the same again")
            return False
        self._met.add(row)
        return True

    def _when(self, said: Mapping[str, Any]) -> When:
        start_ms, end_ms = round(1000 * said["start_s"]), round(1000 * said["end_s"])
        if self._zone:
            return When(start_ms, end_ms, self._zone, "source")
        return self._place.when(start_ms, end_ms)


def _is_fit(member: Member) -> bool:
    return is_fit(member.head(USUAL_BYTES))


class Fit:
    """Reads FIT files."""

    name = "fit"
    version = "1"
    together = True
    unproven = False
    measures = frozenset(
        {
            "exertion_au",
            "heart_rate_bpm",
            "steps",
            "active_energy_kcal",
            "resting_hr_bpm",
            "hrv_rmssd_ms",
            "sleep_h",
            "nap_h",
            "body_mass_kg",
        }
    )

    def app(self, members: Members) -> str:  # noqa: ARG002 - each row names its own device
        """Gives the name of the format: each row names its own device."""
        return "FIT devices"

    def claims(self, members: Members) -> float:
        """Says whether one of the files is a FIT file, whatever its name."""
        return 1.0 if any(_is_fit(each) for each in members.members) else 0.0

    def plan(
        self,
        members: Members,  # noqa: ARG002 - nothing to choose in this format
        *,
        mapping: Mapping[str, str] | None,  # noqa: ARG002
    ) -> tuple[ColumnPlan, ...]:
        """Gives nothing: the format leaves no choice."""
        return ()

    def read(
        self,
        members: Members,
        *,
        mapping: Mapping[str, str] | None,  # noqa: ARG002 - nothing to map
        zone: str,
        progress: Progress,
        stays: Iterable[Stay] = (),
    ) -> Iterator[Item]:
        """Gives the measures of FIT files.

        Heart rates say how hard workouts were; their mean is kept, a row a workout, and they themselves are
        not.

        Args:
            members: The opened files.
            mapping: Not used.
            zone: Zone of files that do not say what local clocks showed.
            progress: Told after every file.
            stays: Zone history, for those files.
        """
        reader = _Reader(WallPlace(zone, stays=stays))
        if members.damage:
            yield Incomplete(members.name, members.damage)
        files = [each for each in members.members if _is_fit(each)]
        total, done_bytes = sum(each.size or 0 for each in files) or None, 0
        with Sandbox(PARSER) as sandbox:
            for member in files:
                try:
                    data = member.whole(at_most_bytes=LARGEST_BYTES)
                    for row in sandbox.parse(data, name=member.name):
                        yield from reader.take(row, where=member.name)
                except Refused as refused:
                    yield Incomplete(member.name, str(refused))
                    continue
                done_bytes += len(data)
                yield from reader.shelf.items()
                progress(done_bytes, total, kinds=reader.shelf.kinds())
        yield from reader.shelf.finish(where=members.name)


SOURCE = Fit()
