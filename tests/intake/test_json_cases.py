"""Cases are read one at a time and never more than a case may have."""

from pathlib import Path

import pytest

from untwitch.facts.refused import Refused
from untwitch.intake.json_cases import lines, one_case


def written(folder: Path, content: bytes) -> Path:
    path = folder / "cases.jsonl"
    path.write_bytes(content)
    return path


def test_a_file_up_to_the_bound_is_given_whole_and_a_larger_one_refused(tmp_path: Path) -> None:
    path = written(tmp_path, b"12345")
    assert one_case(path, at_most_bytes=5) == b"12345"
    with pytest.raises(Refused, match="more than 4 bytes"):
        one_case(path, at_most_bytes=4)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", []),
        (b"a\nb", [b"a", b"b"]),
        (b"a\r\nb\r\n", [b"a", b"b"]),
        (b"a\n\n \nb\n\n\n", [b"a", b"", b"", b"b"]),
        (b"\na", [b"", b"a"]),
        (b"123456789\nb\n", [b"1234567", b"b"]),
        (b"123456789", [b"1234567"]),
        (b"123456\nb", [b"123456", b"b"]),
        (b"1234567\nb", [b"1234567", b"b"]),
    ],
)
def test_each_line_is_given_in_order_and_a_long_one_is_cut_where_it_can_be_told(
    tmp_path: Path, content: bytes, expected: list[bytes]
) -> None:
    assert list(lines(written(tmp_path, content), at_most_bytes=6)) == expected
