"""JSON of any size, read piece by piece: its reader says what to enter, take whole or skip.

{ "buckets": { "a": { "type": .., "events": [ {..}, {..}, .. ] } } }
  keys()       keys() keys()      value()     items() value() each
"""

import codecs
import json
from collections.abc import Callable, Iterator
from typing import Any

from untwitch.facts.refused import Refused

PIECE_BYTES = 256 * 1024
LARGEST_VALUE_CHARACTERS = 16 << 20
_BLANKS = " \t\r\n"
_OF_NUMBERS = "0123456789+-.eE"
_LONGEST_WHOLE_NUMBER = 18
_OPENING, _CLOSING, _BETWEEN = ("{", "["), ("}", "]"), (",", ":")


def _whole_number(text: str) -> float:
    """Gives a whole number; one of thousands of digits as infinity, which nobody takes."""
    return int(text) if len(text) <= _LONGEST_WHOLE_NUMBER else float(text)


class JsonStream:
    """A JSON document that is read from its begin to its end, once."""

    def __init__(self, read: Callable[[], bytes], *, name: str) -> None:
        """Prepares for reading.

        Args:
            read: Gives the next bytes, nothing at the end.
            name: Name for sentences.
        """
        self._read = read
        self._name = name
        self._decode = codecs.getincrementaldecoder("utf-8-sig")(errors="replace").decode
        self._value = json.JSONDecoder(parse_int=_whole_number).raw_decode
        self._text = ""
        self._at = 0
        self._is_over = False

    def next_sign(self) -> str:
        """Gives the next character that is not blank without passing it; empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _BLANKS:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def keys(self) -> Iterator[str]:
        """Enters an object and gives its names one by one; each value is to be taken, entered or skipped.

        Raises:
            Refused: It is not an object, or it is damaged or cut off.
        """
        self._expect("{")
        while (sign := self.next_sign()) != "}":
            if sign == ",":
                self._at += 1
                continue
            key = self.value()
            if not isinstance(key, str):
                raise self._damaged()
            self._expect(":")
            yield key
        self._at += 1

    def items(self) -> Iterator[None]:
        """Enters a list and stops before each item; each is to be taken, entered or skipped.

        Raises:
            Refused: It is not a list, or it is damaged or cut off.
        """
        self._expect("[")
        while (sign := self.next_sign()) != "]":
            if sign == ",":
                self._at += 1
                continue
            if not sign:
                raise self._damaged()
            yield
        self._at += 1

    def value(self) -> Any:
        """Takes the next value whole.

        Raises:
            Refused: It is damaged, cut off, or larger than any real one.
        """
        if not self.next_sign():
            raise self._damaged()
        while True:
            try:
                value, end = self._value(self._text, self._at)
            except RecursionError:
                raise Refused(f"{self._name} is nested more deeply than any real one") from None
            except ValueError:
                if len(self._text) - self._at > LARGEST_VALUE_CHARACTERS or not self._more():
                    raise self._damaged() from None
                continue
            if (
                not self._text[end : end + 4].strip(_OF_NUMBERS)
                and len(self._text) - end < 4
                and self._more()
            ):
                continue  # a number may go on
            self._at = end
            return value

    def skip(self) -> None:
        """Passes the next value, piece by piece where it is an object or a list.

        Raises:
            Refused: It is damaged or cut off.
        """
        depth = 0
        while True:
            sign = self.next_sign()
            if sign in _OPENING:
                depth += 1
                self._at += 1
            elif sign in _CLOSING:
                depth -= 1
                self._at += 1
            elif sign in _BETWEEN:
                self._at += 1
            else:
                self.value()
            if depth <= 0 and sign not in _BETWEEN:
                return

    def _expect(self, sign: str) -> None:
        if self.next_sign() != sign:
            raise self._damaged()
        self._at += 1

    def _damaged(self) -> Refused:
        return Refused(f"{self._name} is not JSON to its end: it is cut off or damaged")

    def _more(self) -> bool:
        """Reads on, twice as much each time that it was not enough; says whether there was more."""
        if self._is_over:
            return False
        wanted = max(PIECE_BYTES, len(self._text) - self._at)
        pieces = []
        while wanted > 0:
            data = self._read()
            pieces.append(self._decode(data, not data))
            wanted -= len(data)
            if not data:
                self._is_over = True
                break
        more = "".join(pieces)
        self._text = self._text[self._at :] + more
        self._at = 0
        return bool(more)
