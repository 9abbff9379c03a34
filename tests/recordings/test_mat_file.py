import io
import random
from typing import Any, cast

import numpy as np
import pytest
import scipy.io

from untwitch.facts.refused import Refused
from untwitch.recordings import mat_file as module
from untwitch.recordings.mat_file import MatContents, load_packed, read_mat, unpacked

RAW = np.random.default_rng(3).integers(0, 60_000, size=(3000, 5)).astype(np.uint16)


def saved(*, packed: bool = True, **variables: Any) -> bytes:
    into = io.BytesIO()
    scipy.io.savemat(cast("Any", into), variables, do_compression=packed)
    return into.getvalue()


def contents(data: bytes) -> MatContents:
    return read_mat(io.BytesIO(data), size=len(data), name="a.mat")


@pytest.mark.parametrize("packed", [True, False])
def test_arrays_are_told_with_their_small_numbers(*, packed: bool) -> None:
    found = contents(saved(packed=packed, raw=RAW, fs=2048.0, map=np.array([[1, 2], [3, 4]], dtype=np.uint8)))
    by_name = {each.name: each for each in found.arrays}
    assert by_name["raw"].shape == (3000, 5)
    assert by_name["raw"].kind == "<u2"
    small = {name: each.small for name, each in by_name.items()}
    assert small == {"raw": (), "fs": (2048.0,), "map": (1, 3, 2, 4)}
    assert not found.is_cut


@pytest.mark.parametrize("packed", [True, False])
def test_text_and_structures_are_looked_into(*, packed: bool) -> None:
    found = contents(
        saved(packed=packed, unit="uV", p={"lsbmV": 0.003, "note": "left", "deep": {"fs": 500}}, data=RAW)
    )
    assert found.texts == {"unit": "uV", "p.note": "left"}
    assert {each.name: each.small for each in found.arrays if each.small} == {
        "p.lsbmV": (0.003,),
        "p.deep.fs": (500.0,),
    }


@pytest.mark.parametrize("packed", [True, False])
def test_an_array_within_a_structure_is_found(*, packed: bool) -> None:
    found = contents(saved(packed=packed, rec={"emg": RAW, "fs": 1000}))
    names = [each.name for each in found.arrays]
    assert names == ["rec.emg", "rec.fs"]


@pytest.mark.parametrize("values", [RAW, RAW.astype(float) / 7, (RAW % 100).astype(float)])
def test_packed_numbers_are_those_that_were_saved(values: Any) -> None:
    data = saved(x=values)
    (array,) = contents(data).arrays
    found = load_packed(io.BytesIO(data), array, name="a.mat")
    np.testing.assert_array_equal(found.reshape(5, 3000).T, values)


def test_numbers_that_lie_open_are_where_they_are_said_to_be() -> None:
    data = saved(packed=False, x=RAW)
    (array,) = contents(data).arrays
    found = np.frombuffer(data[array.at : array.at + array.bytes], array.kind)
    np.testing.assert_array_equal(found.reshape(5, 3000).T, RAW)
    with pytest.raises(Refused, match="x in a is not packed"):
        load_packed(io.BytesIO(data), array, name="a")


def test_what_is_no_number_is_passed_over() -> None:
    cells = np.empty((1, 2), dtype=object)
    cells[:] = [["a", 1]]
    found = contents(saved(cells=cells, z=RAW[:3] * 1j, flat=np.zeros((2, 2, 2, 2)), x=RAW))
    assert [each.name for each in found.arrays] == ["x"]


@pytest.mark.parametrize("packed", [True, False])
def test_a_cut_file_is_known_as_such(*, packed: bool) -> None:
    data = saved(packed=packed, fs=1000, x=RAW)
    found = contents(data[: len(data) - 5000])
    assert found.is_cut
    assert [each.name for each in found.arrays] == ["fs", "x"]
    assert contents(data[:132]).is_cut
    array = found.arrays[1]
    if packed:
        there = load_packed(io.BytesIO(data[:-5000]), array, name="a.mat")
        assert 0 < there.size < RAW.size
        np.testing.assert_array_equal(there, RAW.T.ravel()[: there.size])


def test_more_than_fits_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_ARRAY_BYTES", 1000)
    data = saved(x=RAW)
    with pytest.raises(Refused, match=r"x in a\.mat lies packed with 0 MB.*save it with -v7\.3 or as EDF"):
        load_packed(io.BytesIO(data), contents(data).arrays[0], name="a.mat")


def test_a_large_structure_is_looked_through_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_STRUCTURE_BYTES", 5000)
    found = contents(saved(rec={"fs": 1000, "emg": RAW, "late": 7}))
    assert {each.name for each in found.arrays} >= {"rec.fs"}
    assert "rec.late" not in {each.name for each in found.arrays}


@pytest.mark.parametrize("data", [b"", b"MATLAB 5.0" + bytes(118), b"x" * 200])
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(Refused, match=r"a\.mat is no MATLAB file of version 5"):
        contents(data)


def test_damaged_packing_gives_what_came_before() -> None:
    assert list(unpacked(io.BytesIO(b"not packed at all"), 17)) == []


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("seed", range(3))
def test_no_damage_breaks_the_look_into_a_file(*, packed: bool, seed: int) -> None:
    data = saved(packed=packed, unit="uV", p={"lsbmV": 0.003, "deep": {"fs": 500}}, x=RAW[:200])
    chance = random.Random(seed)
    for _ in range(100):
        broken = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(128, min(len(broken), 1200))
            broken[at] = chance.choice((0, 1, 14, 15, 127, 128, 255, chance.randrange(256)))
        for array in contents(bytes(broken)).arrays:
            if array.packed_at is not None and array.bytes < 1 << 20:
                load_packed(io.BytesIO(bytes(broken)), array, name="x")
