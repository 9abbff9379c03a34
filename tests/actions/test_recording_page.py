from pathlib import Path

import pytest
from tests.recordings.made_summary import phone

from untwitch.actions.recording_page import Told, refuse_unless_html, write_page
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused

SESSION = Session(home=Path("nowhere"), now=Instant(1_770_000_000_000, "Europe/Amsterdam"))
TOLD = Told(phone(), phone().to_json(), ("One line.",), "1 February 2026, 12:00")


def test_the_page_of_a_recording_is_written_whole(tmp_path: Path) -> None:
    path = write_page(SESSION, TOLD, tmp_path / "a.html")
    text = path.read_text(encoding="utf-8")
    assert "One line." in text
    assert "1 February 2026, 12:00" in text
    assert "Page made on 2 February 2026" in text
    assert text.count("<svg") == 3
    assert [each.name for each in tmp_path.iterdir()] == ["a.html"]


@pytest.mark.parametrize("name", ["a.pdf", "a", "html"])
def test_another_kind_of_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match=r"written as .html; .* Try recording.html"):
        write_page(SESSION, TOLD, tmp_path / name)
    refuse_unless_html(Path("A.HTM"))
