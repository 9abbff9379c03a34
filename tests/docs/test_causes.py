"""The pages of causes and remedies are what the package knows."""

import importlib.util
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
SPEC = importlib.util.spec_from_file_location("make_causes", DOCS / "make_causes.py")


@pytest.mark.parametrize("name", ["causes.md", "remedies.md"])
def test_the_page_is_what_the_package_knows(name: str) -> None:
    assert SPEC is not None
    assert SPEC.loader is not None
    module = importlib.util.module_from_spec(SPEC)
    SPEC.loader.exec_module(module)
    made = module.PAGES[name]()
    assert made == (DOCS / "explanation" / name).read_text(encoding="utf-8"), "run `make docs`"
