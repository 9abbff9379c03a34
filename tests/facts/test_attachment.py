import dataclasses

import pytest

from untwitch.facts.attachment import ENDINGS, LARGEST_BYTES, Attachment
from untwitch.facts.identity import new_id
from untwitch.facts.refused import Refused

OWN = "4f2b9a34-52f1-4c39-8e0c-0f6a4c7a1d20"
PHOTO = Attachment(OWN, "twitch", new_id(), "image/jpeg", 3_200_000, "ab" * 32, 1)


def test_a_file_is_named_by_us_alone() -> None:
    assert PHOTO.file_name == f"photo-{OWN}.jpg"
    assert PHOTO.is_picture
    clip = dataclasses.replace(PHOTO, media_type="video/quicktime", size_bytes=1)
    assert clip.file_name == f"clip-{OWN}.mov"
    assert not clip.is_picture
    assert (PHOTO.size_words, clip.size_words) == ("3.2 MB", "0.1 MB")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"media_type": "text/html"}, "'text/html' is not kept"),
        ({"media_type": "image/svg+xml"}, "is not kept"),
        ({"size_bytes": 0}, "of 0 bytes cannot be kept"),
        ({"size_bytes": LARGEST_BYTES + 1}, "cannot be kept"),
        ({"id": "../../x"}, "is not a UUID"),
        ({"entity_id": "x"}, "is not a UUID"),
    ],
)
def test_what_cannot_be_kept_is_refused(changed: dict[str, object], told: str) -> None:
    with pytest.raises(Refused, match=told):
        dataclasses.replace(PHOTO, **changed)  # type: ignore[arg-type]


def test_nothing_that_a_browser_runs_is_among_what_is_kept() -> None:
    assert all(each.startswith(("image/", "video/")) and "svg" not in each for each in ENDINGS)
