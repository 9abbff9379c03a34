import io
import zipfile
import zlib
from collections.abc import Callable

import pytest

from untwitch.facts.refused import Refused
from untwitch.intake import bounded
from untwitch.intake.bounded import BoundedStream, Budget


def stream(data: bytes, *, packed_bytes: int | None = None) -> BoundedStream:
    return BoundedStream(lambda: io.BytesIO(data), name="a.xml", budget=Budget(packed_bytes))


def failing(error: Exception) -> Callable[[], io.BytesIO]:
    def opener() -> io.BytesIO:
        raise error

    return opener


def test_bytes_come_through_unchanged() -> None:
    with stream(b"abc" * 1000) as opened:
        assert opened.read(5) == b"abcab"
        assert opened.read_whole(at_most_bytes=3000) == (b"abc" * 1000)[5:]
        assert opened.read() == b""


def test_a_file_larger_than_asked_for_is_refused() -> None:
    with stream(b"x" * 100) as opened, pytest.raises(Refused, match=r"a\.xml is larger"):
        opened.read_whole(at_most_bytes=99)


def test_a_member_beyond_all_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "LARGEST_MEMBER_BYTES", 10)
    with stream(b"x" * 100) as opened, pytest.raises(Refused, match="larger than"):
        opened.read(11)


def test_what_is_packed_too_tightly_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "RATIO_FREE_BYTES", 1000)
    with stream(b"x" * 1001, packed_bytes=1) as opened, pytest.raises(Refused, match="packed so tightly"):
        opened.read_whole(at_most_bytes=5000)
    with stream(b"x" * 1001, packed_bytes=6) as opened:
        assert len(opened.read_whole(at_most_bytes=5000)) == 1001


def test_the_budget_is_one_for_all_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "RATIO_FREE_BYTES", 150)
    budget = Budget(0)
    for _ in range(1):
        BoundedStream(lambda: io.BytesIO(b"x" * 100), name="a", budget=budget).read()
    with pytest.raises(Refused, match="packed so tightly"):
        BoundedStream(lambda: io.BytesIO(b"x" * 100), name="b", budget=budget).read()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (zipfile.BadZipFile("Bad CRC-32"), r"damaged or cut off \(Bad CRC-32\)"),
        (EOFError(), "damaged or cut off"),
        (zlib.error("x"), "damaged or cut off"),
        (NotImplementedError(), "packed in a way that is not known"),
        (RuntimeError("encrypted"), "is encrypted"),
    ],
)
def test_damage_is_one_sentence(error: Exception, words: str) -> None:
    with pytest.raises(Refused, match=words):
        BoundedStream(failing(error), name="a.xml", budget=Budget(None))
