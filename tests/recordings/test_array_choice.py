import numpy as np
import pytest

from untwitch.facts.refused import Refused
from untwitch.recordings.array_choice import Array, choose, data_set, map_among, rate_among, unit_among

EMG = Array("emg", (8, 5000), "<f4")


def number(name: str, *values: float) -> Array:
    return Array(name, (1, len(values)), "<f8", values)


def test_an_array_of_a_likely_name_goes_before_a_larger_one() -> None:
    found = choose([Array("filtered", (8, 50_000), "<f4"), EMG, number("fs", 1000)], variable=None, name="a")
    assert (found.array, found.n, found.n_columns, found.is_planar) == (EMG, 5000, 8, True)
    assert [each.what for each in found.problems] == ["emg was read; other arrays in it: filtered"]


def test_else_the_largest_is_taken() -> None:
    found = choose([Array("a", (100, 2), "<f4"), Array("b", (900, 2), "<f4")], variable=None, name="x")
    assert (found.array.name, found.n, found.n_columns, found.is_planar) == ("b", 900, 2, False)
    assert found.problems == ()


def test_many_others_are_named_shortly() -> None:
    arrays = [Array(each, (500, 1), "<f4") for each in "abcdef"]
    assert choose(arrays, variable=None, name="x").problems[0].what.endswith("in it: b, c, d, …")


def test_the_array_that_a_person_names_is_taken() -> None:
    arrays = [EMG, Array("other", (300, 2), "<f4")]
    assert choose(arrays, variable="other", name="x").array.name == "other"
    with pytest.raises(Refused, match="x has no array 'emgg'; nearest: emg"):
        choose(arrays, variable="emgg", name="x")
    with pytest.raises(Refused, match="has no array 'y'; known: nothing of that shape"):
        choose([], variable="y", name="x")


@pytest.mark.parametrize("shape", [(99, 2), (2000, 2000), (5, 600, 7), (3,)])
def test_arrays_of_another_shape_are_no_recording(shape: tuple[int, ...]) -> None:
    with pytest.raises(Refused, match="x has no array of 100 samples or more"):
        choose([Array("emg", shape, "<f4")], variable=None, name="x")


@pytest.mark.parametrize(
    ("shape", "planar"), [((500,), False), ((1, 500), True), ((500, 1), False), ((1, 500, 3), False)]
)
def test_sides_of_one_are_no_sides(shape: tuple[int, ...], *, planar: bool) -> None:
    found = choose([Array("emg", shape, "<f4")], variable=None, name="x")
    assert (found.n, found.is_planar) == (500, planar)


@pytest.mark.parametrize(
    "name", ["fs", "Fs", "p.fs", "srate", "SamplingRate", "sampling_frequency", "rateHz"]
)
def test_a_rate_is_known_by_its_name(name: str) -> None:
    assert rate_among([number("other", 5), number(name, 2048)]) == 2048


def test_two_rates_or_none_are_no_rate() -> None:
    assert rate_among([number("fs", 1000), number("srate", 2000)]) is None
    assert rate_among([number("fs", 1000), number("srate", 1000)]) == 1000
    assert rate_among([number("fs", 0), number("offset", 7), number("fs", 1, 2)]) is None


@pytest.mark.parametrize(
    ("name", "unit"), [("p.lsbmV", "0.003mV"), ("lsb_uV", "0.003uV"), ("lsbV", "0.003V")]
)
def test_a_step_is_known_by_its_name(name: str, unit: str) -> None:
    assert unit_among([number("x", 1), number(name, 0.003)], {"unit": "V"}) == unit


def test_a_unit_is_known_by_its_name() -> None:
    assert unit_among([number("lsbmV", 0)], {"note": "mV", "rec.units": " uV "}) == "uV"
    assert unit_among([], {"note": "mV"}) == ""


def test_a_map_says_where_electrodes_sit() -> None:
    stored = Array("arraymap", (2, 3), "<u1", (1, 2, 3, 6, 5, 4))  # MATLAB keeps column after column
    found = map_among([EMG, stored], n_columns=8)
    assert found is not None
    np.testing.assert_array_equal(found, [[1, 6], [2, 5], [3, 4]])


@pytest.mark.parametrize(
    "stored",
    [
        Array("arraymap", (2, 2), "<u1", (1, 2, 3, 3)),
        Array("arraymap", (2, 2), "<u1", (0, 1, 2, 3)),
        Array("arraymap", (3, 3), "<u1", tuple(range(1, 10))),
        Array("sequence", (2, 2), "<u1", (1, 2, 3, 4)),
        Array("arraymap", (2, 2), "<u1"),
    ],
)
def test_other_arrays_are_no_map(stored: Array) -> None:
    assert map_among([stored], n_columns=8) is None


def test_a_data_set_is_known_by_all_its_names() -> None:
    names = ("raw", "p.lsbmV", "p.timegest", "p.timerest", "p.more")
    found = data_set([number(each, 1) for each in names])
    assert found is not None
    assert found.name == "flexemg"
    assert data_set([number(each, 1) for each in names[1:]]) is None
