"""The words that stand on a page, for tests of how hard they are to read."""

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    {"p", "li", "h1", "h2", "h3", "td", "th", "dd", "dt", "summary", "legend", "button", "span", "a"}
)
_SILENT = frozenset({"script", "style", "title"})


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in {"main", "nav", *_SILENT}:
            self._inside.append(tag)
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"main", "nav", *_SILENT}:
            self._inside.remove(tag)
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if self._inside == ["main"]:
            self.words.append(data)


def words_of(page: str) -> str:
    """Gives the words inside `main`, one sentence a block."""
    reader = _Words()
    reader.feed(page)
    lines = (re.sub(r"\s+", " ", each).strip() for each in "".join(reader.words).split("\n"))
    return " ".join(each if each.endswith((".", "?", "!", ":")) else f"{each}." for each in lines if each)
