import io
import wave
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy.io import wavfile
from tests.recordings.reading import given, samples_of, written

from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.recordings.asked import asked
from untwitch.recordings.formats.wav import AUTOMATIC_GAIN, FORMAT
from untwitch.recordings.recording import Recording

STEPS = np.random.default_rng(8).integers(-30_000, 30_000, size=(500, 2))


def sound(numbers: npt.NDArray[Any], *, rate_hz: int = 10_000) -> bytes:
    into = io.BytesIO()
    wavfile.write(into, rate_hz, numbers)
    return into.getvalue()


def read(folder: Path, data: bytes, **said: Any) -> Recording:
    one = given(written(folder, "spike.wav", data))
    assert FORMAT.claims(one) == 1
    return FORMAT.read(one, asked(**said))


GOOD = sound(STEPS.astype("<i2"))


def test_steps_come_in_the_unit_that_a_person_says(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD, unit="0.05uV")
    assert (found.unit, found.sensor, found.rate_hz) == ("uV", "emg", 10_000)
    assert found.least_bit == pytest.approx(0.05)
    assert found.saturation == pytest.approx((-1638.4, 1638.35))
    np.testing.assert_allclose(samples_of(found), 0.05 * STEPS, rtol=1e-6)


def test_the_unit_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="does not say its unit"):
        read(tmp_path, GOOD)
    with pytest.raises(Refused, match=r"say with --unit what one is worth, as in 0\.05uV, or count"):
        read(tmp_path, GOOD, unit="mV")
    assert read(tmp_path, GOOD, unit="count").unit == "count"


def test_the_gain_that_apps_change_is_always_said(tmp_path: Path) -> None:
    assert [each.what for each in read(tmp_path, GOOD, unit="count").problems] == [AUTOMATIC_GAIN]


@pytest.mark.parametrize("kind", ["<i2", "<i4", "<f4", "<f8", "|u1"])
def test_numbers_of_every_kind_are_read(tmp_path: Path, kind: str) -> None:
    numbers = (STEPS // 300 + 128 if kind == "|u1" else STEPS).astype(kind)
    found = read(tmp_path, sound(numbers), unit="count")
    np.testing.assert_allclose(samples_of(found), numbers.astype(float) - (128 if kind == "|u1" else 0))


def test_numbers_of_24_bits_are_read(tmp_path: Path) -> None:
    into = io.BytesIO()
    with wave.open(into, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(3)
        file.setframerate(44_100)
        file.writeframes(b"".join(int(each).to_bytes(3, "little", signed=True) for each in STEPS[:, 0] * 200))
    found = read(tmp_path, into.getvalue(), unit="count")
    assert found.rate_hz == 44_100
    np.testing.assert_array_equal(samples_of(found)[:, 0], STEPS[:, 0] * 200)


def test_floating_numbers_may_be_in_a_plain_unit(tmp_path: Path) -> None:
    found = read(tmp_path, sound((STEPS / 1000).astype("<f4")), unit="mV")
    np.testing.assert_allclose(samples_of(found), STEPS, rtol=1e-5)
    assert (found.least_bit, found.saturation) == (None, None)


@pytest.mark.parametrize("cut", [1, 3, 4, 400])
def test_a_cut_file_gives_its_good_part_and_says_where_it_ends(tmp_path: Path, cut: int) -> None:
    found = read(tmp_path, GOOD[:-cut], unit="count")
    good = 500 - -(-cut // 4)
    np.testing.assert_array_equal(samples_of(found), STEPS[:good])
    said = found.problems[-1]
    assert isinstance(said, Incomplete)
    assert said.what == f"the file ends after {good / 10_000:g} s; what is there was read"


def test_a_file_that_was_never_closed_is_read_to_its_end(tmp_path: Path) -> None:
    at = GOOD.find(b"data") + 4
    for length in (bytes(4), b"\xff" * 4):
        found = read(tmp_path, GOOD[:at] + length + GOOD[at + 4 :], unit="count")
        assert (found.n_samples, len(found.problems)) == (500, 1)


def test_parts_before_the_sound_are_passed_over(tmp_path: Path) -> None:
    at = GOOD.find(b"data")
    found = read(tmp_path, GOOD[:at] + b"LIST\x03\0\0\0abc\0" + GOOD[at:], unit="count")
    assert found.n_samples == 500


def test_the_wide_form_is_read(tmp_path: Path) -> None:
    wide = b"fmt \x28\0\0\0\xfe\xff\x02\0\x10\x27\0\0\x40\x9c\0\0\x04\0\x10\0" + b"\x16\0\x10\0" + bytes(4)
    data = GOOD[:12] + wide + b"\x01\0" + bytes(14) + GOOD[GOOD.find(b"data") :]
    np.testing.assert_array_equal(samples_of(read(tmp_path, data, unit="count")), STEPS)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (GOOD[:20], "its form is cut"),
        (GOOD[:30], "its form is cut"),
        (GOOD[: GOOD.find(b"data")], "its sound was not found"),
        (GOOD[:12] + GOOD[GOOD.find(b"data") :], "its sound was not found"),
        (GOOD[:12] + b"JUNK\0\0\0\0" * 2000, "its sound was not found"),
        (GOOD[:20] + b"\x55\0" + GOOD[22:], r"packed as sound is \(form 85, 16 bits\)"),
        (GOOD[:22] + b"\0\0" + GOOD[24:], "0 channels"),
        (GOOD[:24] + bytes(4) + GOOD[28:], "0 samples a second"),
        (GOOD[: GOOD.find(b"data") + 8], "holds no samples"),
    ],
)
def test_a_damaged_file_is_refused_in_a_sentence(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read(tmp_path, data, unit="count")


def test_other_files_are_not_claimed(tmp_path: Path) -> None:
    assert FORMAT.claims(given(written(tmp_path, "a", b"RIFF\0\0\0\0AVI " + bytes(99)))) == 0
