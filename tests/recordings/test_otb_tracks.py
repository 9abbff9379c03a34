import pytest
from tests.recordings.otb_files import four_description, four_track, plus_description

from untwitch.facts.refused import Refused
from untwitch.recordings.otb_tracks import Track, four_tracks, plus_track


def plus(text: str) -> Track:
    return plus_track(text.encode(), stream="a.sig", name="a.xml")


def four(*tracks: str) -> tuple[Track, ...]:
    return four_tracks(four_description(*tracks).encode(), name="Tracks")


def test_a_stream_of_otb_plus_is_told_by_its_description() -> None:
    found = plus(plus_description())
    assert (found.stream, found.n_columns, found.number_bytes, found.rate_hz) == ("a.sig", 6, 2, 2048)
    assert found.columns == (1, 2, 3, 4)
    assert found.names[0] == "GR04MM1305 2"
    assert found.step_uv == pytest.approx([5 / 65_536 / 150 * 1e6] * 4)


@pytest.mark.parametrize(
    ("device", "range_v"), [("QUATTROCENTO", 5), ("DUE", 5), ("DUE+", 3.3), ("quattro+", 3.3), ("MUOVI", 4.8)]
)
def test_the_range_goes_by_the_device(device: str, range_v: float) -> None:
    assert plus(plus_description(device=device)).step_uv[0] == pytest.approx(range_v / 65_536 / 150 * 1e6)


@pytest.mark.parametrize(("device", "gain"), [("QUATTROCENTO", 150), ("DUE", 200), ("DUE+", 202), ("X", 256)])
def test_a_gain_of_one_is_that_of_the_device(device: str, gain: float) -> None:
    text = plus_description(device=device).replace('Gain="150"', 'Gain="1"')
    range_v = {"QUATTROCENTO": 5, "DUE": 5, "DUE+": 3.3}.get(device, 4.8)
    assert plus(text).step_uv[0] == pytest.approx(range_v / 65_536 / gain * 1e6)


def test_tracks_of_otb4_are_told_by_their_description() -> None:
    (found,) = four(four_track())
    assert (found.stream, found.n_columns, found.number_bytes, found.rate_hz) == ("one.sig", 5, 4, 2000)
    assert found.columns == (1, 2, 3)
    assert found.names == ("GR08 1", "GR08 2", "GR08 3")
    assert found.step_uv == pytest.approx([4.8 / 2**24 / 8 * 1e6] * 3)


@pytest.mark.parametrize(
    "changed",
    [
        {"UnitOfMeasurement": "%MVC"},
        {"UnitOfMeasurement": "g"},
        {"Title": "Load Cell"},
        {"SubTitle": "Quaternion"},
        {"SubTitle": "Buffer"},
        {"IsControl": "true"},
        {"IsProcessing": "True"},
    ],
)
def test_tracks_that_are_no_muscle_are_left_out(changed: dict[str, object]) -> None:
    assert len(four(four_track(**changed), four_track())) == 1
    with pytest.raises(Refused, match="Tracks describes no channels of muscle"):
        four(four_track(**changed))


def test_what_an_older_description_lacks_is_worked_out() -> None:
    lacking = {"TotalChannelsInFile": None, "SampleSize": None, "ADC_Nbits": 16}
    one, other = four(
        four_track(**lacking, AcquisitionChannel=None), four_track(**lacking, AcquisitionChannel=3)
    )
    assert (one.n_columns, one.number_bytes, one.columns, other.columns) == (6, 2, (0, 1, 2), (3, 4, 5))
    assert four(four_track(SampleSize=None, ADC_Nbits=32))[0].number_bytes == 4


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"NumberOfChannels": 9}, "channels that its stream of 5 does not have"),
        ({"NumberOfChannels": 0}, "a track of 0 channels"),
        ({"NumberOfChannels": "many"}, "no number as NumberOfChannels"),
        ({"AcquisitionChannel": -1}, "does not have"),
        ({"SampleSize": 8}, "8 bytes a number"),
        ({"SamplingFrequency": 0}, "0 samples a second"),
        ({"ADC_Range": 0}, "a gain or range that cannot be"),
        ({"ADC_Range": "nan"}, "no number as ADC_Range"),
        ({"ADC_Nbits": 1e9}, "a gain or range|bytes a number"),
        ({"Gain": -1}, "a gain or range that cannot be"),
        ({"TotalChannelsInFile": 1e6}, "does not have"),
    ],
)
def test_a_track_that_cannot_be_is_refused(changed: dict[str, object], says: str) -> None:
    with pytest.raises(Refused, match=says):
        four(four_track(**changed))


def test_a_gain_of_none_counts_as_one() -> None:
    assert four(four_track(Gain=0))[0].step_uv[0] == pytest.approx(4.8 / 2**24 * 1e6)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<Device", "a.xml is damaged"),
        ("<Device/>", "no number as ad_bits"),
        ("\0\0\0\0", "not text"),
        (plus_description(bits=1_000_000), "bytes a number|gain or range"),
        (plus_description(total=2), "does not have"),
        (plus_description().replace("AD1x64SP", "AdapterLoadCell"), "describes no channels of muscle"),
        (plus_description().replace('SampleFrequency="2048"', ""), "no number as SampleFrequency"),
        ("<!DOCTYPE d [<!ENTITY a 'b'>]>" + plus_description()[38:], "declares things of its own"),
    ],
)
def test_a_description_that_cannot_be_is_refused(text: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        plus(text)


def test_declarations_are_seen_in_wide_text_too() -> None:
    text = "<!DOCTYPE d [<!ENTITY a 'b'>]><d>&a;</d>"
    with pytest.raises(Refused, match="declares things of its own"):
        four_tracks(text.encode("utf-16"), name="Tracks")
