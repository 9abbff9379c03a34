"""What a twitch is, readable before any question."""

from dataclasses import dataclass
from typing import Any

from untwitch.knowledge.reference import GRADES, Claim, sources_of
from untwitch.knowledge.understand import Section
from untwitch.knowledge.understand import understand as page

CONTRACT = "understand/1"


@dataclass(frozen=True, slots=True)
class Explained:
    """The page as somebody asked for it.

    Attributes:
        sections: The sections to show.
        more: Whether those behind a tap are among them.
    """

    sections: tuple[Section, ...]
    more: bool

    def lines(self, *, sources: bool = False) -> tuple[str, ...]:
        """Gives the page as text.

        Args:
            sources: Whether grade and sources stand behind each sentence, and in full at the end.
        """
        found: list[str] = []
        for section in self.sections:
            found += [section.title, *(f"  {_told(each, sources=sources)}" for each in section.claims), ""]
        if sources:
            found += ["Grades", *(f"  {grade}: {meaning}" for grade, meaning in GRADES.items()), ""]
            claims = [each for section in self.sections for each in section.claims]
            found += ["Sources", *(f"  {each.id}: {each}" for each in sources_of(claims)), ""]
        if not self.more:
            found.append("If you fear an illness: untwitch understand --more")
        return (*found, page().notice)

    @property
    def notice(self) -> str:
        """What is said on every answer."""
        return page().notice

    def graded(self) -> tuple[tuple[str, str], ...]:
        """Gives each sentence with its grade in words and the ids of its sources."""
        claims = [each for section in self.sections for each in section.claims]
        return tuple(
            (each.text, ", ".join([GRADES[each.grade], *each.references]))
            for each in claims
            if each.grade != "word"
        )

    def sources(self) -> tuple[tuple[str, str], ...]:
        """Gives the sources behind the sentences, by id."""
        claims = [each for section in self.sections for each in section.claims]
        return tuple((each.id, str(each)) for each in sources_of(claims))

    def to_json(self) -> dict[str, Any]:
        """Gives the contract `understand/1`."""
        return {
            "contract": CONTRACT,
            "notice": page().notice,
            "grades": dict(GRADES),
            "sections": [
                {"title": section.title, "claims": [each.to_json() for each in section.claims]}
                for section in self.sections
            ],
        }


def _told(claim: Claim, *, sources: bool) -> str:
    if not sources:
        return claim.text
    return f"{claim.text} [{', '.join([claim.grade, *claim.references])}]"


def understand(*, more: bool = False) -> Explained:
    """Gives what a twitch is, where, how long, the six reasons, what helps and when to see somebody.

    Args:
        more: Whether figures about illness are shown too.
    """
    return Explained(page().shown(more=more), more)
