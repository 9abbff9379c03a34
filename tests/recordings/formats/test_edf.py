from pathlib import Path
from typing import Any

import edfio
import numpy as np
import pytest
from tests.recordings.edf_files import edf_file, some_steps
from tests.recordings.reading import given, samples_of, written

from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.recordings.asked import asked
from untwitch.recordings.formats import edf as module
from untwitch.recordings.formats.edf import FORMAT
from untwitch.recordings.recording import Gap, Recording

ONE, TWO = some_steps(seed=1), some_steps(seed=2)


def read(folder: Path, data: bytes, **said: Any) -> Recording:
    one = given(written(folder, "arm.edf", data))
    assert FORMAT.claims(one) == 1
    return FORMAT.read(one, asked(**said))


def said_by(recording: Recording) -> list[str]:
    return [each.what for each in recording.problems]


def test_samples_come_in_microvolts(tmp_path: Path) -> None:
    found = read(tmp_path, edf_file([ONE, TWO], units=("uV", "mV")))
    assert (found.unit, found.sensor, found.rate_hz, found.n_samples) == ("uV", "emg", 50, 300)
    assert found.channel_names == ("EMG left", "EMG right")
    assert (found.gaps, found.problems) == ((), ())
    whole = samples_of(found)
    np.testing.assert_allclose(whole[:, 0], 0.1 * ONE.ravel(), rtol=1e-5, atol=1e-3)
    np.testing.assert_allclose(whole[:, 1], 100 * TWO.ravel(), rtol=1e-5, atol=1)


def test_steps_and_rails_are_known(tmp_path: Path) -> None:
    found = read(tmp_path, edf_file([ONE, TWO]))
    assert found.least_bit == pytest.approx(0.1)
    assert found.saturation == pytest.approx((-3276.8, 3276.7))
    assert found.started is not None
    assert found.started.local().isoformat() == "2026-03-02T17:30:00+00:00"
    assert read(tmp_path, edf_file([ONE, TWO], units=("uV", "mV"))).saturation is None


def test_an_offset_is_added(tmp_path: Path) -> None:
    found = read(tmp_path, edf_file([ONE], physical=("0", "65535")))
    np.testing.assert_allclose(samples_of(found)[:, 0], ONE.ravel() + 32768.0, rtol=1e-6)


@pytest.mark.parametrize(("rate_hz", "record_s"), [(2048, 1), (1000, 0.5), (500, 10)])
def test_files_of_edfio_are_read_as_edfio_reads_them(tmp_path: Path, rate_hz: int, record_s: float) -> None:
    chance = np.random.default_rng(4)
    signals = [
        edfio.EdfSignal(
            chance.normal(scale=50, size=20 * rate_hz),
            rate_hz,
            label=f"EMG {number}",
            physical_dimension="uV",
            physical_range=(-500 - number, 500),
        )
        for number in range(3)
    ]
    path = tmp_path / "a.edf"
    edfio.Edf(signals, data_record_duration=record_s).write(path)
    truth = np.array([each.data for each in edfio.read_edf(path).signals]).T
    found = FORMAT.read(given(path), asked())
    assert found.rate_hz == rate_hz
    np.testing.assert_allclose(samples_of(found), truth, rtol=1e-5, atol=1e-3)


def test_files_of_edfio_with_24_bits_are_read_as_edfio_reads_them(tmp_path: Path) -> None:
    data = np.random.default_rng(4).normal(scale=50, size=5000)
    signal = edfio.BdfSignal(data, 500, label="EMG", physical_dimension="uV", physical_range=(-500, 500))
    path = tmp_path / "a.bdf"
    edfio.Bdf([signal]).write(path)
    found = FORMAT.read(given(path), asked())
    np.testing.assert_allclose(samples_of(found)[:, 0], edfio.read_bdf(path).signals[0].data, atol=1e-4)


def test_24_bit_steps_keep_their_sign(tmp_path: Path) -> None:
    steps = np.array([[-8_388_608, -1, 0, 1, 8_388_607]])
    data = edf_file(
        [steps],
        is_bdf=True,
        digital=("-8388608", "8388607"),
        physical=("-8388608", "8388607"),
        labels=("EMG",),
    )
    assert samples_of(read(tmp_path, data))[:, 0].tolist() == steps[0].tolist()


def test_a_gap_between_records_is_a_gap(tmp_path: Path) -> None:
    data = edf_file([ONE, TWO], kind="EDF+D", onsets_s=[0, 1, 2, 7.5, 8.5, 9.5])
    found = read(tmp_path, data)
    assert found.gaps == (Gap(3, 7.5, "not recorded"),)
    assert (found.n_samples, found.duration_s) == (525, 10.5)
    whole = samples_of(found)
    np.testing.assert_allclose(whole[:150, 0], 0.1 * ONE[:3].ravel(), rtol=1e-5, atol=1e-3)
    assert np.isnan(whole[150:375]).all()
    np.testing.assert_allclose(whole[375:, 1], 0.1 * TWO[3:].ravel(), rtol=1e-5, atol=1e-3)


def test_times_are_checked_where_the_file_calls_itself_continuous(tmp_path: Path) -> None:
    data = edf_file([ONE], kind="EDF+C", onsets_s=[5, 6, 7, 8, 20, 21])
    assert read(tmp_path, data).gaps == (Gap(4, 15, "not recorded"),)


def test_the_gap_of_a_file_with_24_bits_is_a_gap(tmp_path: Path) -> None:
    data = edf_file([ONE], kind="BDF+D", onsets_s=[0, 1, 2, 9, 10, 11], is_bdf=True)
    assert read(tmp_path, data).gaps == (Gap(3, 9, "not recorded"),)


@pytest.mark.parametrize("onsets_s", [[0, 1, 2, 1, 4, 5], [0, 1, 500, 3, 4, 5], [0, 1, 2, 3, 4, 250000]])
def test_a_time_that_cannot_be_moves_nothing(tmp_path: Path, onsets_s: list[float]) -> None:
    found = read(tmp_path, edf_file([ONE], kind="EDF+D", onsets_s=onsets_s))
    assert (found.gaps, found.n_samples) == ((), 300)
    assert said_by(found) == [
        "1 records carry a time that cannot be; each was placed behind the one before it"
    ]


def test_a_record_without_a_time_follows_the_one_before(tmp_path: Path) -> None:
    data = edf_file([ONE], kind="EDF+D", onsets_s=[0, 1, 2, 3, 4, 5]).replace(b"+3\x14", b"?3\x14")
    found = read(tmp_path, data)
    assert (found.gaps, found.problems) == ((), ())


def test_a_first_record_without_a_time_is_placed_by_the_next(tmp_path: Path) -> None:
    data = edf_file([ONE], kind="EDF+D", onsets_s=[5, 6, 7, 18, 19, 20]).replace(b"+5\x14", b"?5\x14")
    assert read(tmp_path, data).gaps == (Gap(3, 13, "not recorded"),)
    lost = edf_file([ONE], kind="EDF+D", onsets_s=range(6)).replace(b"\x14\x14", b"\x13\x13")
    assert read(tmp_path, lost).problems == ()


def test_too_many_records_are_not_looked_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_TIMED_RECORDS", 5)
    found = read(tmp_path, edf_file([ONE], kind="EDF+D", onsets_s=[0, 1, 2, 9, 10, 11]))
    assert said_by(found) == ["the times of its 6 records were not checked"]


@pytest.mark.parametrize("cut", [1, 99, 100, 101, 250])
def test_a_cut_file_gives_its_good_part_and_says_where_it_ends(tmp_path: Path, cut: int) -> None:
    found = read(tmp_path, edf_file([ONE])[:-cut])
    good = 6 - -(-cut // 100)
    assert found.n_samples == 50 * good
    np.testing.assert_allclose(samples_of(found)[:, 0], 0.1 * ONE[:good].ravel(), rtol=1e-5, atol=1e-3)
    (said,) = found.problems
    assert isinstance(said, Incomplete)
    assert said.what == f"the file ends after {good} s of 6 s; what is there was read"


def test_a_file_that_does_not_say_its_length_is_as_long_as_it_is(tmp_path: Path) -> None:
    data = edf_file([ONE], n_records=-1)
    assert read(tmp_path, data).problems == ()
    assert said_by(read(tmp_path, data[:-1])) == ["the file ends after 5 s; what is there was read"]
    assert read(tmp_path, edf_file([ONE], n_records=4)).n_samples == 200


def test_a_file_without_a_whole_record_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="ends before its first record is complete"):
        read(tmp_path, edf_file([ONE])[: 512 + 99])


def test_channels_called_emg_are_taken_and_the_others_named(tmp_path: Path) -> None:
    data = edf_file([ONE, TWO, ONE], labels=("EEG C3", "EMG chin", "ECG"))
    found = read(tmp_path, data)
    assert found.channel_names == ("EMG chin",)
    assert said_by(found) == ["2 of 3 channels were left out: EEG C3, ECG"]
    np.testing.assert_allclose(samples_of(found)[:, 0], 0.1 * TWO.ravel(), rtol=1e-5, atol=1e-3)


def test_channels_that_do_not_lie_together_come_in_order(tmp_path: Path) -> None:
    data = edf_file([ONE, some_steps(n=5), TWO], labels=("EMG a", "Temp", "EMG b"), units=("uV", "C", "uV"))
    whole = samples_of(read(tmp_path, data))
    np.testing.assert_allclose(whole, 0.1 * np.array([ONE.ravel(), TWO.ravel()]).T, rtol=1e-5, atol=1e-3)


def test_channels_of_the_commonest_rate_and_unit_are_taken(tmp_path: Path) -> None:
    steps = [some_steps(n=10), ONE, TWO, ONE]
    data = edf_file(steps, labels=("a", "b", "c", "d"), units=("uV", "uV", "mV", "g"))
    found = read(tmp_path, data)
    assert (found.channel_names, found.unit) == (("b", "c"), "uV")
    assert read(tmp_path, data, sensor="accelerometer").channel_names == ("d",)
    assert read(tmp_path, data, variable="A").channel_names == ("a",)
    with pytest.raises(Refused, match="has no channel 'z'; it has a, b, c, d"):
        read(tmp_path, data, variable="z")


def test_a_unit_that_nobody_knows_is_asked_for(tmp_path: Path) -> None:
    data = edf_file([ONE], units=("",))
    with pytest.raises(Refused, match="does not say its unit; say it with --unit"):
        read(tmp_path, data)
    found = read(tmp_path, data, unit="mV")
    np.testing.assert_allclose(samples_of(found)[:, 0], 100 * ONE.ravel(), rtol=1e-5, atol=1)
    with pytest.raises(Refused, match="gives its unit as 'degC'"):
        read(tmp_path, edf_file([ONE], units=("degC",)))


def test_the_persons_unit_against_the_files_is_said(tmp_path: Path) -> None:
    assert said_by(read(tmp_path, edf_file([ONE]), unit="mV")) == [
        "the file says uV; read as --unit says instead"
    ]


def test_channels_without_a_scale_are_left_out(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="--unit"):
        read(tmp_path, edf_file([ONE], digital=("7", "7")))


def test_a_record_without_a_duration_needs_a_rate(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="--rate"):
        read(tmp_path, edf_file([ONE], record_s=0))
    assert read(tmp_path, edf_file([ONE], record_s=0), rate_hz=50).rate_hz == 50


def test_a_file_that_was_cut_meanwhile_is_refused(tmp_path: Path) -> None:
    found = read(tmp_path, edf_file([ONE]))
    path = tmp_path / "arm.edf"
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(Refused, match=r"arm\.edf was changed while it was read"):
        list(found.blocks())


def test_other_files_are_not_claimed(tmp_path: Path) -> None:
    assert FORMAT.claims(given(written(tmp_path, "a", b"0       "))) == 0
    assert FORMAT.claims(given(written(tmp_path, "b", b"0.1,0.2\n" * 99))) == 0
