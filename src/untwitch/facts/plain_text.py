"""Text of people and of files, fit to be shown: nothing in it can move a cursor or turn a line around."""

import re

from untwitch.facts.refused import Refused

# Control characters (C0 without tab and line feed, DEL, C1), line and paragraph separators, marks that turn
# the direction of what follows, and halves of characters that no text can hold.
_NOT_SHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def shown(text: str) -> str:
    """Gives a text with a mark in place of every character that must not reach a terminal or a page."""
    return _NOT_SHOWN.sub(_REPLACEMENT, text)


def escaped(json_text: str) -> str:
    """Gives the text of a JSON document with those characters escaped; it means the same."""
    if json_text.isprintable():
        return json_text
    return _NOT_SHOWN.sub(lambda found: f"\\u{ord(found[0]):04x}", json_text)


def checked_text(text: str, *, what: str, longest: int) -> str:
    """Gives a text back when it can be kept and shown, with the line ends of one kind.

    Args:
        text: As typed.
        what: What it is, for the refusal.
        longest: Most characters.

    Raises:
        Refused: It is longer, or holds characters that cannot be shown.
    """
    kept = text.replace("\r\n", "\n")
    if len(kept) > longest:
        raise Refused(f"{what} has {len(kept)} characters; at most {longest} are kept")
    found = _NOT_SHOWN.search(kept)
    if found:
        raise Refused(f"{what} holds a character that cannot be shown, number {ord(found[0])}")
    return kept


def checked_line(text: str, *, what: str, longest: int) -> str:
    """Gives a text in one line, with single blanks, when it can be kept and shown.

    Args:
        text: As typed.
        what: What it is, for the refusal.
        longest: Most characters.

    Raises:
        Refused: It is longer, or holds characters that cannot be shown.
    """
    return checked_text(" ".join(text.split()), what=what, longest=longest)
