import io

import pytest
from tests.recordings.edf_files import edf_file, some_steps

from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.recordings.edf_header import EdfHeader, read_edf_header

GOOD = edf_file([some_steps(), some_steps(n=10)], labels=("EMG", "Temp"), units=("mV", "degC"))


def header_of(data: bytes) -> EdfHeader:
    return read_edf_header(io.BytesIO(data), name="arm.edf")


def changed(at: int, text: str) -> bytes:
    return GOOD[:at] + text.encode("latin-1") + GOOD[at + len(text) :]


def test_a_header_says_where_the_samples_lie() -> None:
    found = header_of(GOOD)
    assert (found.header_bytes, found.n_records, found.record_s, found.n_per_record) == (768, 6, 1, 60)
    assert (found.sample_bytes, found.record_bytes, found.is_plus) == (2, 120, False)
    one, other = found.signals
    assert (one.label, one.unit, one.n_per_record, one.at, one.is_annotation) == ("EMG", "mV", 50, 0, False)
    assert one.gain == pytest.approx(0.1)
    assert one.offset == pytest.approx(0, abs=1e-9)
    assert (one.digital_low, one.digital_high) == (-32768, 32767)
    assert (other.label, other.at) == ("Temp", 50)


def test_the_plus_forms_and_bdf_are_told_by_their_marks() -> None:
    found = header_of(edf_file([some_steps()], kind="EDF+D", onsets_s=range(6)))
    assert found.is_plus
    assert [each.is_annotation for each in found.signals] == [False, True]
    assert header_of(edf_file([some_steps()], is_bdf=True)).sample_bytes == 3


@pytest.mark.parametrize(
    ("started", "utc"),
    [("02.03.2617.30.00", 1_772_472_600_000), ("01.01.8500.00.00", 473_385_600_000)],
)
def test_a_begin_is_a_wall_clock_of_an_unknown_zone(started: str, utc: int) -> None:
    assert header_of(edf_file([some_steps()], started=started)).started == Instant(utc, "UTC", "guess")


@pytest.mark.parametrize("started", ["31.02.2617.30.00", "X", "02.03.yy17.30.00", "00.00.0000.00.00"])
def test_a_begin_that_is_none_is_unknown(started: str) -> None:
    assert header_of(edf_file([some_steps()], started=started)).started is None


@pytest.mark.parametrize("digital", [("5", "5"), ("x", "5"), ("", "")])
def test_a_signal_without_a_scale_has_a_gain_of_none(digital: tuple[str, str]) -> None:
    assert header_of(edf_file([some_steps()], digital=digital)).signals[0].gain == 0


def test_a_range_that_no_converter_has_is_no_scale() -> None:
    assert header_of(edf_file([some_steps()], physical=("0", "1e30"))).signals[0].gain == 0


def test_a_decimal_comma_is_a_point() -> None:
    assert header_of(edf_file([some_steps()], physical=("-3276,8", "3276,7"))).signals[
        0
    ].gain == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no EDF or BDF file"),
        (b"RIFF" * 200, "no EDF or BDF file"),
        (GOOD[:200], "ends within its header"),
        (GOOD[:300], "ends within its header"),
        (changed(252, "0   "), "0 signals; 1 to 2048"),
        (changed(252, "9999"), "9999 signals"),
        (changed(252, "-1  "), "-1 signals"),
        (changed(252, "1.5 "), "gives 1.5 as its number of signals"),
        (changed(244, "soon    "), "gives 'soon' as its duration of a record, which is no number"),
        (changed(244, "nan     "), "gives 'nan'"),
        (changed(244, "1e999   "), "no number"),
        (changed(236, "1_0     "), "no number"),
        (changed(256 + 216 * 2, "-5      "), "gives -5 as its samples of EMG"),
        (changed(256 + 216 * 2, "99999999"), "records of 100000009 samples"),
        (changed(256 + 216 * 2, "0       0       "), "records of 0 samples"),
    ],
)
def test_a_broken_header_is_refused_in_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        header_of(data)
