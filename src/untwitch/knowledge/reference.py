"""Where a claim comes from and how good it is: none without a grade, only memory without a source."""

import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any

from untwitch.facts.refused import Refused, nearest

GRADES: Mapping[str, str] = MappingProxyType(
    {
        "A": "a trial or consistent controlled studies",
        "B": "controlled observation",
        "C": "uncontrolled reports, or physiology",
        "D": "no supporting data, or data against",
        "guidance": "published guidance",
        "memory": "from memory, not yet checked",
        "word": "a word or a pointer, no claim about health",
    }
)
READ: Mapping[str, str] = MappingProxyType(
    {
        "text": "read, often the abstract only",
        "quoted": "read as another page quotes it",
        "memory": "not read",
    }
)
_FIELDS = ("authors", "year", "title", "doi", "url", "read")


@dataclass(frozen=True, slots=True)
class Reference:
    """A source that claims may point at.

    Attributes:
        id: Name in references.toml.
        authors: Who wrote it.
        year: When it appeared.
        title: What it is called.
        link: Where it is found, a DOI link where there is one.
        read: One of `READ`.
    """

    id: str
    authors: str
    year: int
    title: str
    link: str
    read: str

    def __str__(self) -> str:
        """Gives the source in one line, with how far it was read."""
        return f"{self.authors} ({self.year}). {self.title}. {self.link} [{READ[self.read]}]"


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence, how good it is and where it comes from.

    Attributes:
        text: The sentence.
        grade: One of `GRADES`.
        references: Ids of references; only memory and a mere word may have none.
    """

    text: str
    grade: str
    references: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise Refused("a claim needs a sentence")
        if self.grade not in GRADES:
            raise Refused(f"grade {self.grade!r} of {self.text!r} is not known{nearest(self.grade, GRADES)}")
        if not self.references and self.grade not in {"memory", "word"}:
            raise Refused(f"{self.text!r} has grade {self.grade} and no reference")
        for each in self.references:
            reference(each)

    def marked(self) -> str:
        """Gives the sentence, with a mark where it comes from memory."""
        return f"{self.text} (from memory, not yet checked)" if self.grade == "memory" else self.text

    def to_json(self) -> dict[str, Any]:
        """Gives sentence, grade and sources for a JSON contract."""
        return {
            "text": self.text,
            "grade": self.grade,
            "references": [str(reference(each)) for each in self.references],
        }


def parse(text: str) -> Mapping[str, Reference]:
    """Gives the references of a TOML text by id.

    Raises:
        Refused: A field is missing, unknown or makes no sense.
    """
    return MappingProxyType({name: _made(name, row) for name, row in tomllib.loads(text).items()})


def _made(name: str, row: Mapping[str, Any]) -> Reference:
    for field in row:
        if field not in _FIELDS:
            raise Refused(f"reference {name}: field {field!r} is not known{nearest(field, _FIELDS)}")
    missing = [field for field in ("authors", "year", "title", "read") if not row.get(field)]
    if missing:
        raise Refused(f"reference {name}: no {', '.join(missing)}")
    if row["read"] not in READ:
        raise Refused(f"reference {name}: read is {row['read']!r}{nearest(row['read'], READ)}")
    if not isinstance(row["year"], int) or not 1800 <= row["year"] <= 2100:
        raise Refused(f"reference {name}: year {row['year']!r} is not a year")
    link = f"https://doi.org/{row['doi']}" if row.get("doi") else str(row.get("url", ""))
    if not link:
        raise Refused(f"reference {name}: neither doi nor url")
    return Reference(name, row["authors"], row["year"], row["title"], link, row["read"])


@functools.cache
def references() -> Mapping[str, Reference]:
    """Gives every reference by its id."""
    text = resources.files("untwitch.knowledge").joinpath("references.toml").read_text(encoding="utf-8")
    return parse(text)


def reference(name: str) -> Reference:
    """Gives one reference.

    Raises:
        Refused: There is none of that id; the nearest are given.
    """
    if name not in references():
        raise Refused(f"reference {name!r} is not known{nearest(name, references())}")
    return references()[name]


def claim(row: Mapping[str, Any], *, where: str) -> Claim:
    """Gives a claim from a table with `text`, `grade` and `references`.

    Args:
        row: The table.
        where: File and place, for the refusal.

    Raises:
        Refused: A field is missing or unknown, the grade or a reference is not known.
    """
    for field in row:
        if field not in {"text", "grade", "references"}:
            raise Refused(f"{where}: field {field!r} does not belong to a claim")
    if "text" not in row or "grade" not in row:
        raise Refused(f"{where}: a claim needs a text and a grade")
    try:
        return Claim(row["text"], row["grade"], tuple(row.get("references", ())))
    except Refused as refusal:
        raise Refused(f"{where}: {refusal}") from None


def sources_of(claims: Iterable[Claim]) -> tuple[Reference, ...]:
    """Gives the references of some claims, each once, in the order met."""
    return tuple(reference(each) for each in dict.fromkeys(name for one in claims for name in one.references))
