"""Writes docs/explanation/causes.md and remedies.md from what the package knows, with grades and sources."""

import sys
from collections.abc import Iterator
from pathlib import Path

from untwitch.knowledge.cause import CauseKnowledge, causes
from untwitch.knowledge.reference import GRADES, Claim, sources_of
from untwitch.knowledge.remedy import Remedy, remedies

FOLDER = Path(__file__).parent / "explanation"
CAUSES_HEAD = """# The six causes

Made from `src/untwitch/knowledge/causes/` by `make docs`; a test fails when this page and the data differ.
No clinician has reviewed this. The evidence about twitches in people who are otherwise well is weak for every
cause; that is why `untwitch explain` starts from wide priors and says "not enough yet" easily.
"""
REMEDIES_HEAD = """# What takes the edge off

Made from `src/untwitch/knowledge/remedies/` by `make docs`; a test fails when this page and the data differ.
No clinician has reviewed this.
"""


def _grades() -> str:
    rows = [f"| {grade} | {meaning} |" for grade, meaning in GRADES.items() if grade != "word"]
    return "\n".join(["| grade | what it means |", "|---|---|", *rows])


def _told(claim: Claim) -> str:
    return f"{claim.text} ({', '.join([claim.grade, *claim.references])})"


def _cause(known: CauseKnowledge) -> Iterator[str]:
    yield f"\n## {known.name[:1].upper()}{known.name[1:]} (`{known.id}`, grade {known.grade})\n"
    yield from (f"- {_told(each)}" for each in known.evidence)
    yield f"\nFrom cause to twitch: {known.lag}. This is physiology, not measured.\n"
    yield f"To log: {known.log}\n"
    yield "| measure | what is thought to set twitches off |\n|---|---|"
    yield from (f"| `{measure}` | {word} |" for measure, word in known.dose.items())
    yield "\nFirst steps:\n"
    for step in known.steps:
        not_if = f" Not if {step.not_if}." if step.not_if else ""
        yield f"- {step.text}{not_if} Why: {_told(step.why)}"


def _remedy(known: Remedy) -> Iterator[str]:
    yield f"\n## {known.name[:1].upper()}{known.name[1:]}\n"
    yield f"- How: {known.how}"
    yield f"- How long: {known.how_long}."
    if known.not_if:
        yield f"- Not if {known.not_if}."
    if known.stop_if:
        yield f"- Stop if {known.stop_if}."
    yield f"- What it may do: {_told(known.benefit)}"


def _sources(claims: list[Claim]) -> Iterator[str]:
    yield "\n## Sources\n"
    yield from (f"- `{each.id}`: {each}" for each in sources_of(claims))


def causes_page() -> str:
    """Gives the page of the causes."""
    claims = [
        each for known in causes().values() for each in (*known.evidence, *(s.why for s in known.steps))
    ]
    lines = [CAUSES_HEAD, _grades(), *(line for known in causes().values() for line in _cause(known))]
    return "\n".join([*lines, *_sources(claims)]) + "\n"


def remedies_page() -> str:
    """Gives the page of the remedies."""
    claims = [known.benefit for known in remedies().values()]
    lines = [REMEDIES_HEAD, *(line for known in remedies().values() for line in _remedy(known))]
    return "\n".join([*lines, *_sources(claims)]) + "\n"


PAGES = {"causes.md": causes_page, "remedies.md": remedies_page}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
        sys.stdout.write(f"{name} written\n")
