"""What a twitch is, for somebody who has one: short sections of graded sentences."""

import functools
import tomllib
from dataclasses import dataclass

from untwitch.facts.refused import Refused
from untwitch.knowledge.data_table import packaged_text
from untwitch.knowledge.reference import Claim, claim

FILE = "understand.toml"


@dataclass(frozen=True, slots=True)
class Section:
    """Some sentences under one title.

    Attributes:
        title: The title.
        claims: The sentences, each with grade and sources.
        more: Whether it is shown only when somebody asks for it.
    """

    title: str
    claims: tuple[Claim, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Understand:
    """The whole page.

    Attributes:
        notice: What is said on every answer.
        return_signs: Signs on which to see somebody; shown once.
        glossary: Words that are needed and may be hard.
        sections: The sections in order.
    """

    notice: str
    return_signs: tuple[str, ...]
    glossary: tuple[str, ...]
    sections: tuple[Section, ...]

    def shown(self, *, more: bool = False) -> tuple[Section, ...]:
        """Gives the sections to show, with those behind a tap only when asked."""
        return tuple(each for each in self.sections if more or not each.more)


@functools.cache
def understand() -> Understand:
    """Gives the page that ships with the package."""
    return parse(packaged_text(FILE))


def parse(text: str) -> Understand:
    """Gives the page of a TOML text.

    Raises:
        Refused: A section without title or sentence, or a sentence without grade or with an unknown source.
    """
    table = tomllib.loads(text)
    if not table.get("notice") or not table.get("section"):
        raise Refused(f"{FILE}: it needs a notice and sections")
    sections = []
    for row in table["section"]:
        title = row.get("title", "")
        claims = tuple(claim(each, where=f"{FILE}, {title}") for each in row.get("claim", ()))
        if not title or not claims:
            raise Refused(f"{FILE}: section {title!r} needs a title and sentences")
        sections.append(Section(title, claims, more=bool(row.get("more", False))))
    return Understand(
        notice=table["notice"],
        return_signs=tuple(table.get("return_signs", ())),
        glossary=tuple(table.get("glossary", ())),
        sections=tuple(sections),
    )
