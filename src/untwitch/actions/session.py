"""What a door knows when it calls an action: where, when and for whom."""

from dataclasses import dataclass
from pathlib import Path

from untwitch.facts.instant import Instant

RECORD_FILE = "untwitch.sqlite"
LEAVES_THIS_MACHINE = (
    "nothing: untwitch opens no connection to anybody; with serve --lan, phones that you let in ask it"
)


@dataclass(frozen=True, slots=True)
class Session:
    """Place, moment and person of one call; only doors read the clock and the environment.

    Attributes:
        home: Folder that holds the record.
        now: The moment of the call, in the zone of the machine.
        person_name: `--person`, or None for the only one.
        device: Name of the device that typed it, kept with every edit.
    """

    home: Path
    now: Instant
    person_name: str | None = None
    device: str = "this computer"

    @property
    def record_path(self) -> Path:
        """The file that holds the record."""
        return self.home / RECORD_FILE
