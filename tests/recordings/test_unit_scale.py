import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.refused import Refused
from untwitch.recordings.unit_scale import asked_unit, unit_scale


@pytest.mark.parametrize(
    ("word", "unit", "factor"),
    [
        ("uV", "uV", 1),
        ("\u00b5V", "uV", 1),
        ("\u03bcV", "uV", 1),
        ("microvolts", "uV", 1),
        (" mV ", "uV", 1e3),
        ("V", "uV", 1e6),
        ("nV", "uV", 1e-3),
        ("m/s^2", "mm/s2", 1e3),
        ("m/s\u00b2", "mm/s2", 1e3),
        ("m/s2", "mm/s2", 1e3),
        ("ms^-2", "mm/s2", 1e3),
        ("mm/s2", "mm/s2", 1),
        ("g", "mm/s2", 9806.65),
        ("G", "mm/s2", 9806.65),
        ("mg", "mm/s2", 9.80665),
        ("px", "px", 1),
        ("counts", "count", 1),
    ],
)
def test_units_as_files_write_them_are_known(word: str, unit: str, factor: float) -> None:
    found = unit_scale(word)
    assert found is not None
    assert (found.unit, found.is_step) == (unit, False)
    assert found.factor == pytest.approx(factor)


def test_a_number_before_the_unit_is_the_size_of_one_step() -> None:
    found = unit_scale("3.05 uV")
    assert found is not None
    assert (found.unit, found.factor, found.is_step) == ("uV", 3.05, True)
    milli = unit_scale("5e-5mV")
    assert milli is not None
    assert milli.factor == pytest.approx(0.05)


@pytest.mark.parametrize("word", ["", " ", "furlong", "0uV", "3count", "rad/s", "x" * 50, "1e99uV", "-1uV"])
def test_other_words_are_no_unit(word: str) -> None:
    assert unit_scale(word) is None
    with pytest.raises(Refused, match="is not known; for EMG uV"):
        asked_unit(word)


def test_a_unit_that_is_typed_is_the_same_as_one_that_is_read() -> None:
    assert asked_unit("mV") == unit_scale("mV")


def test_the_unit_tells_the_sensor_and_counts_tell_none() -> None:
    assert [asked_unit(each).sensor for each in ("mV", "g", "px", "count")] == [
        "emg",
        "accelerometer",
        "video",
        None,
    ]


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_a_unit(word: str) -> None:
    found = unit_scale(word)
    assert found is None or 0 < found.factor < float("inf")
