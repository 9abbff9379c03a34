"""JSON of files that may be cut off, wrong or made to harm their reader."""

import json
from typing import Any

from untwitch.facts.refused import Refused
from untwitch.intake.text_file import decode

_DEEPEST = "it is nested more deeply than any real one"
_BLANK = " \t\r\n"


def read_json(data: bytes, *, name: str) -> Any:
    """Gives the value of a JSON document.

    Args:
        data: The whole file.
        name: Name for the sentence.

    Raises:
        Refused: It is not JSON, or none that can be read within bounds.
    """
    return _loaded(decode(data, name=name), name=name)


def _loaded(text: str, *, name: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise Refused(f"{name} cannot be read: {_DEEPEST}") from None
    except ValueError as error:
        raise Refused(f"{name} is not JSON that can be read: {error}") from None


def read_json_list(data: bytes, *, name: str) -> tuple[list[Any], str]:
    """Gives the items of a JSON list, of one that is cut off those before the cut.

    Args:
        data: The whole file.
        name: Name for the sentence.

    Returns:
        The items, and what is wrong with the end of the file, empty for nothing.

    Raises:
        Refused: It is not a list.
    """
    text = decode(data, name=name)
    try:
        found = _loaded(text, name=name)
    except Refused as refused:
        items = _items_before_damage(text)
        if not items:
            raise
        return items, f"{refused}; {len(items)} items before that are read"
    if not isinstance(found, list):
        raise Refused(f"{name} is not a list")
    return found, ""


def _items_before_damage(text: str) -> list[Any]:
    decoder, items = json.JSONDecoder(), []
    position = len(text) - len(text.lstrip(_BLANK))
    if text[position : position + 1] != "[":
        return []
    position += 1
    try:
        while True:
            while text[position : position + 1] and text[position] in _BLANK + ",":
                position += 1
            item, position = decoder.raw_decode(text, position)
            items.append(item)
    except (ValueError, RecursionError):
        return items
