"""The docs cannot lie: the reference is the real help, and everything there is is named."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from untwitch.facts.measure import CAUSES

PROJECT = Path(__file__).resolve().parents[2]
DOCS = PROJECT / "docs"


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def prose() -> str:
    pages = [PROJECT / "README.md", *(page for page in DOCS.rglob("*.md") if page.name != "cli.md")]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def test_the_reference_is_the_real_help() -> None:
    made = script("make_reference").page()
    assert made == (DOCS / "reference" / "cli.md").read_text(encoding="utf-8"), "run `make docs`"


def test_every_command_has_help_and_is_explained_somewhere() -> None:
    text = prose()
    for heading in re.findall(r"## `(untwitch [^`]+)`", script("make_reference").page()):
        assert heading in text, heading


@pytest.mark.parametrize("cause", CAUSES)
def test_every_cause_is_explained(cause: str) -> None:
    assert cause in prose()


def test_every_link_between_pages_leads_somewhere() -> None:
    broken = []
    for page in [*PROJECT.glob("*.md"), *DOCS.rglob("*.md"), *(PROJECT / "benchmarks").glob("*.md")]:
        targets = re.findall(r"\]\(([^)#:\s]+)\)", page.read_text(encoding="utf-8"))
        broken += [f"{page.name} -> {target}" for target in targets if not (page.parent / target).exists()]
    assert broken == []


def test_the_readme_promises_nothing_superlative() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8").lower()
    found = re.findall(r"\b(best|fastest|most accurate|unique|revolutionary|world-class|unmatched)\b", readme)
    assert found == []


def test_decisions_are_numbered_one_after_the_other() -> None:
    pages = sorted(page for page in (DOCS / "decisions").glob("*.md") if page.name != "README.md")
    assert [page.name[:4] for page in pages] == [f"{number:04d}" for number in range(1, len(pages) + 1)]
    for page in pages:
        assert page.read_text(encoding="utf-8").startswith(f"# {page.name[:4]} "), page.name
