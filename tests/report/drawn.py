"""Reads a drawing back: the shapes of one named layer."""

import re
import xml.etree.ElementTree as ET

from untwitch.report.figure import Figure

SVG = "{http://www.w3.org/2000/svg}"


def layers(figure: Figure) -> dict[str, list[ET.Element]]:
    """Gives the shapes of every layer by its name without the numbers that the drawing adds."""
    found: dict[str, list[ET.Element]] = {}
    for group in ET.fromstring(figure.svg).iter(f"{SVG}g"):
        for name in group.get("class", "").split():
            if name.endswith("_marks"):
                key = re.sub(r"(_\d+)?_marks$", "", name)
                found.setdefault(key, []).extend(group)
    return found


def text(figure: Figure) -> str:
    """Gives every word that stands in the drawing itself."""
    root = ET.fromstring(figure.svg)
    return " ".join(
        "".join(each.itertext()) for name in ("text", "tspan") for each in root.iter(f"{SVG}{name}")
    )
