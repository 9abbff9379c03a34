"""The pictures of the docs are made by the program, say what it says now, and fetch nothing."""

import importlib.util
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("make_pictures", DOCS / "make_pictures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, str] = module.pictures()
    return found


def words(svg: str) -> list[str]:
    """Gives the words of a drawing.

    Where they stand depends on the fonts of a machine, the last digit of a figure on its arithmetic.
    """
    texts = ("".join(each.itertext()) for each in ET.fromstring(svg).iter() if each.tag.endswith("}text"))
    plain = (text.replace("\xa0", " ").strip() for text in texts)
    return [re.sub(r"[\d.]+|[━●▲┊█▁▂▃▄▅▆▇ ]{2,}", "#", text) for text in plain]


def test_every_picture_says_what_the_program_says_now(made: dict[str, str]) -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in (DOCS / "pictures").glob("*.svg")}
    assert set(kept) == set(made), "run `make docs`"
    for name, svg in made.items():
        assert words(kept[name]) == words(svg), f"{name}: run `make docs`"


def test_no_picture_fetches_anything(made: dict[str, str]) -> None:
    for name, svg in made.items():
        assert set(re.findall(r"https?://[^\"' )]+", svg)) <= {"http://www.w3.org/2000/svg"}, name
        assert "<script" not in svg


def test_the_terminal_shows_the_whole_page(made: dict[str, str]) -> None:
    said = " ".join(words(made["demo.svg"]))
    for part in ("A made-up person: seed #, # days", "Twitches per day", "For right now", "report#html"):
        assert part in said, part


def test_every_picture_that_is_shown_is_there_and_every_one_there_is_small() -> None:
    pages = [DOCS.parent / "README.md", *DOCS.rglob("*.md")]
    for page in pages:
        for shown in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / shown).is_file(), f"{page.name} shows {shown}"
    for each in (DOCS / "screens").glob("*.png"):
        assert each.stat().st_size < 100_000, f"{each.name}: run `make docs`"
