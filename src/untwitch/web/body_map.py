"""The body map as it is drawn: every place at least 44 units wide and high, and 328 units are a small phone.

      front                back                 The person's right is on the viewer's left in front,
   (  head  )           (  head  )              and on the viewer's right from behind.
   [ throat ]           [  neck  ]
S  [ chest  ]  S     S  [ upper  ]  S           The face and the hands are drawn once more, larger.
A  [abdomen ]  A     A  [ lower  ]  A
F  [ groin  ]  F     F  [ buttocks ] F
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from untwitch.facts.body_site import BODY_SITES, Region, region

WIDTH = 328
"""Of a whole drawing: what a screen of 360 px has between its margins."""
LEAST = 44
_HALF = 162
_BACK_AT = 166
_GROUPS: Mapping[str, tuple[Region, ...]] = {
    "Eyes, face and head": ("eye", "face", "head_and_neck"),
    "Arms and hands": ("arm",),
    "Chest, belly and back": ("trunk",),
    "Legs and feet": ("leg",),
    "All over": ("widespread",),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """One place that can be tapped: a rounded box.

    Attributes:
        site: Place on the body map.
        x: Left edge.
        y: Upper edge.
        width: Width.
        height: Height.
        round: Radius of its corners.
    """

    site: str
    x: float
    y: float
    width: float
    height: float
    round: float = 14


@dataclass(frozen=True, slots=True)
class View:
    """One drawing.

    Attributes:
        name: What it shows.
        height: Its height; all are `WIDTH` wide.
        spots: What can be tapped.
        lines: Paths that only make it look like what it is.
        captions: Words in it, with their middle and base line.
    """

    name: str
    height: float
    spots: tuple[Spot, ...]
    lines: tuple[str, ...] = ()
    captions: tuple[tuple[str, float, float], ...] = ()


def _both(  # noqa: PLR0913 - a box has four numbers
    place: str, x: float, y: float, width: float, height: float, *, span: float = _HALF, is_back: bool = False
) -> tuple[Spot, Spot]:
    """Gives a place on both sides, from the box on the viewer's left."""
    mirrored = span - x - width
    ours, theirs = ("left", "right") if is_back else ("right", "left")
    return (
        Spot(f"{place}_{ours}", x, y, width, height),
        Spot(f"{place}_{theirs}", mirrored, y, width, height),
    )


def _moved(spots: tuple[Spot, ...], x: float, y: float) -> tuple[Spot, ...]:
    return tuple(
        Spot(each.site, each.x + x, each.y + y, each.width, each.height, each.round) for each in spots
    )


def _figure(*, is_back: bool) -> tuple[Spot, ...]:
    trunk = ("neck", "back_upper", "back_lower") if is_back else ("throat", "chest", "abdomen")
    waist = 182 if is_back else 156
    middle = (
        Spot("head", 57, 0, 48, 46, 22),
        Spot(trunk[0], 49, 48, 64, 44),
        Spot(trunk[1], 49, 94, 64, waist - 96),
        Spot(trunk[2], 49, waist, 64, 86 if is_back else 56),
        *(() if is_back else (Spot("groin", 49, 214, 64, 54),)),
    )
    legs: list[tuple[str, float, float]] = (
        [("buttock", 270, 50), ("thigh", 322, 56), ("calf", 380, 62), ("foot", 444, 60)]
        if is_back
        else [("thigh", 270, 72), ("shin", 344, 64), ("foot", 410, 46), ("toes", 458, 46)]
    )
    arms: list[tuple[str, float, float]] = [
        ("shoulder", 62, 46),
        ("upper_arm", 110, 54),
        ("forearm", 166, 54),
        ("hand", 222, 46),
    ]
    boxes: list[tuple[str, float, float, float]] = [*((place, 1.0, y, height) for place, y, height in arms)]
    boxes += [(place, 33.0, y, height) for place, y, height in legs]
    sided = [
        spot for place, x, y, height in boxes for spot in _both(place, x, y, 46, height, is_back=is_back)
    ]
    return (*middle, *sided)


def _face() -> tuple[Spot, ...]:
    return (
        Spot("forehead", 82, 0, 164, 46, 22),
        *_both("eyelid_upper", 34, 48, 104, 46, span=WIDTH),
        *_both("eyelid_lower", 34, 96, 104, 46, span=WIDTH),
        Spot("nose", 141, 72, 46, 84, 20),
        *_both("cheek", 34, 144, 104, 52, span=WIDTH),
        *_both("mouth_corner", 62, 198, 54, 46, span=WIDTH),
        Spot("lips", 119, 198, 90, 46, 20),
        Spot("jaw", 62, 246, 54, 46),
        Spot("chin", 119, 246, 90, 46, 20),
        Spot("jaw", 212, 246, 54, 46),
        Spot("throat", 119, 294, 90, 46),
    )


def _hands() -> tuple[Spot, ...]:
    return (
        *_both("fingers", 52, 0, 104, 60, span=WIDTH),
        *_both("hand", 52, 62, 104, 60, span=WIDTH),
        *_both("thumb", 2, 46, 46, 60, span=WIDTH),
    )


@cache
def views() -> tuple[View, ...]:
    """Gives the drawings: the body from both sides, the face, the hands."""
    body = (*_moved(_figure(is_back=False), 0, 20), *_moved(_figure(is_back=True), _BACK_AT, 20))
    eyes = tuple(f"M{x} 95 q32 -16 64 0 q-32 16 -64 0" for x in (54, 210))
    knuckles = tuple(f"M{x} 6 V56" for x in (78, 104, 130, 198, 224, 250))
    return (
        View("Body, front and back", 526, body, captions=(("Front", 81, 12), ("Back", 247, 12))),
        View("Face", 340, _face(), lines=(*eyes, "M128 221 h72")),
        View("Hands", 124, _hands(), lines=knuckles, captions=(("Right", 104, 96), ("Left", 224, 96))),
    )


@cache
def groups() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Gives every place of the body map under the part of the body it is of, for the list."""
    return tuple(
        (name, tuple(site for site in BODY_SITES if region(site) in regions))
        for name, regions in _GROUPS.items()
    )
