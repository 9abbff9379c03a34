"""The body map: where a muscle can twitch, hurt or work."""

from types import MappingProxyType
from typing import Literal

from untwitch.facts.refused import Refused, nearest

Region = Literal["eye", "face", "head_and_neck", "arm", "trunk", "leg", "widespread"]

_SIDED: MappingProxyType[str, Region] = MappingProxyType(
    {
        "eyelid": "eye", "eyelid_upper": "eye", "eyelid_lower": "eye",
        "cheek": "face", "mouth_corner": "face",
        "shoulder": "arm", "arm": "arm", "upper_arm": "arm", "forearm": "arm", "hand": "arm",
        "thumb": "arm", "fingers": "arm",
        "buttock": "leg", "leg": "leg", "thigh": "leg", "calf": "leg", "shin": "leg", "foot": "leg",
        "toes": "leg",
    }
)  # fmt: skip
_MIDLINE: MappingProxyType[str, Region] = MappingProxyType(
    {
        "head": "head_and_neck", "face": "face", "forehead": "face", "nose": "face", "lips": "face",
        "jaw": "face", "chin": "face", "tongue": "face", "throat": "head_and_neck", "neck": "head_and_neck",
        "chest": "trunk", "abdomen": "trunk", "back_upper": "trunk", "back_lower": "trunk", "groin": "trunk",
        "widespread": "widespread",
    }
)  # fmt: skip

BODY_SITES: tuple[str, ...] = (
    *(f"{place}_{side}" for place in _SIDED for side in ("left", "right")),
    *_MIDLINE,
)


def checked_site(site: str) -> str:
    """Gives the site back when the body map has it.

    Raises:
        Refused: It has not; the nearest names are given.
    """
    if site not in BODY_SITES:
        raise Refused(f"body site {site!r} is not known{nearest(site, BODY_SITES)}")
    return site


def place(site: str) -> str:
    """Gives a site without its side: `calf_left` is the place `calf`."""
    checked_site(site)
    return site.removesuffix("_left").removesuffix("_right")


def side(site: str) -> Literal["left", "right"] | None:
    """Gives the side of a site; None in the midline."""
    checked_site(site)
    if site.endswith("_left"):
        return "left"
    return "right" if site.endswith("_right") else None


def region(site: str) -> Region:
    """Gives the part of the body that works together: `calf_left` and `foot_left` are both `leg`."""
    name = place(site)
    return _SIDED[name] if name in _SIDED else _MIDLINE[name]


def in_same_region(one: str, other: str) -> bool:
    """Says whether work of one site is work of the other: same region, not opposite sides.

    `widespread` is in the same region as everything.
    """
    regions = {region(one), region(other)}
    if "widespread" in regions:
        return True
    sides = {side(one), side(other)} - {None}
    return len(regions) == 1 and len(sides) < 2
