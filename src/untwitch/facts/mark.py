"""A place in a recording that a person judged by eye: a twitch, or not one."""

import math
from dataclasses import dataclass

from untwitch.facts.identity import checked_id
from untwitch.facts.refused import Refused


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person says of one moment of a recording.

    Attributes:
        id: UUID made by who set it.
        recording_id: The kept recording it is about.
        time_s: The moment, seconds from the start of the file; of a found candidate exactly its time.
        is_twitch: Whether a twitch is there.
        instead_of: Confidence of the found candidate that it judges; 0 where none was found.
        note: The person's own words.
    """

    id: str
    recording_id: str
    time_s: float
    is_twitch: bool
    instead_of: float = 0.0
    note: str = ""

    def __post_init__(self) -> None:
        checked_id(self.id)
        checked_id(self.recording_id)
        if not (math.isfinite(self.time_s) and self.time_s >= 0):
            raise Refused(f"a mark at {self.time_s:g} s is not in the recording")
        if not 0 <= self.instead_of <= 1:
            raise Refused(f"a confidence of {self.instead_of:g} is no probability")

    @property
    def change(self) -> float:
        """By how much it changes the count."""
        return float(self.is_twitch) - self.instead_of
