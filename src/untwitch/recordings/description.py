"""The XML descriptions that laboratories' formats carry, read within bounds."""

import xml.etree.ElementTree as ET

from untwitch.facts.refused import Refused
from untwitch.intake.text_file import decode


def tree_of(data: bytes, *, name: str) -> ET.Element:
    """Gives a description as a tree.

    Args:
        data: The description.
        name: Name for sentences.

    Raises:
        Refused: It is damaged, or declares entities of its own, by which a few bytes can become gigabytes.
    """
    text = decode(data, name=name).strip("\0 ")
    if "<!" in text.replace("<!--", ""):
        raise Refused(f"{name} declares things of its own; no real description does")
    try:
        return ET.fromstring(text)  # noqa: S314 - without declarations nothing can grow
    except (ET.ParseError, ValueError, LookupError) as error:
        raise Refused(f"{name} is damaged: {error}") from None
