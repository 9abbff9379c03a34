"""Every reader of a format keeps what `format.py` promises."""

import ast
from pathlib import Path

import pytest
from tests.recordings.reading import given, written

from untwitch.recordings import formats as module
from untwitch.recordings.format import Format
from untwitch.recordings.open import FORMATS, formats

STRANGE = {
    "empty": b"",
    "zeros": bytes(5000),
    "noise": bytes(number * number % 251 for number in range(5000)),
    "words": b"dear diary, it twitched again\n" * 50,
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(1000),
}


@pytest.mark.parametrize("reader", formats(), ids=FORMATS)
def test_a_format_bears_the_name_it_is_registered_by(reader: Format) -> None:
    assert reader.name in FORMATS
    assert isinstance(reader.unproven, bool)


@pytest.mark.parametrize("reader", formats(), ids=FORMATS)
@pytest.mark.parametrize("data", STRANGE.values(), ids=STRANGE.keys())
def test_a_format_does_not_claim_what_is_strange_to_it(reader: Format, data: bytes, tmp_path: Path) -> None:
    assert reader.claims(given(written(tmp_path, "strange", data))) == 0


def test_the_register_is_in_order() -> None:
    assert list(FORMATS) == sorted(FORMATS)


def test_formats_do_not_know_each_other() -> None:
    folder = Path(module.__file__).parent
    assert {each.stem for each in folder.glob("*.py")} - {"__init__"} == set(FORMATS)
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert "recordings.formats" not in (node.module or ""), path.name
