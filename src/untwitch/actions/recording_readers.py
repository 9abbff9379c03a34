"""Which recordings can be read here, and what of an extra is not installed."""

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from untwitch.recordings.open import FORMATS

_NEEDS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "matlab": (("h5py", "no files of version 7.3"),),
        "video": (("av", "no video"), ("cv2", "no video")),
    }
)
"""By format the modules of an extra that it loads, and what is not read without."""
_SPEED = "numba"


@dataclass(frozen=True, slots=True)
class Reader:
    """One format of recordings.

    Attributes:
        format: Its name.
        missing: Modules that are not installed, with what is not read without them.
    """

    format: str
    missing: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        """Gives it as it stands in `doctor/1`."""
        return {"format": self.format, "missing": dict(self.missing)}

    @property
    def words(self) -> str:
        """Its name, and what of it cannot be read."""
        lacking = "; ".join(f"{what} without {module}" for module, what in self.missing.items())
        return self.format.replace("_", " ") + (f" ({lacking})" if lacking else "")


def recording_readers() -> tuple[Reader, ...]:
    """Gives every format of recordings; nothing heavy is loaded."""
    return tuple(
        Reader(name, {module: what for module, what in _NEEDS.get(name, ()) if not _is_there(module)})
        for name in FORMATS
    )


def is_compiled() -> bool:
    """Says whether the filters are compiled, which is many times faster."""
    return _is_there(_SPEED)


def _is_there(module: str) -> bool:
    return importlib.util.find_spec(module) is not None
