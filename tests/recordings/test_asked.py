import pytest

from untwitch.facts.refused import Refused
from untwitch.recordings.asked import Asked, asked, shown
from untwitch.recordings.unit_scale import asked_unit


def test_what_nobody_said_is_none() -> None:
    assert asked() == Asked(None, None, None, None)


def test_what_was_typed_is_kept() -> None:
    found = asked(sensor="emg", unit="mV", rate_hz=1000, variable="raw")
    assert found == Asked("emg", asked_unit("mV"), 1000, "raw")


@pytest.mark.parametrize("rate_hz", [0, -5, float("nan"), float("inf"), 1e7])
def test_a_rate_that_is_none_is_refused(rate_hz: float) -> None:
    with pytest.raises(Refused, match="--rate is"):
        asked(rate_hz=rate_hz)


def test_an_unknown_sensor_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="'ear'; known: emg, accelerometer, video"):
        asked(sensor="ear")


def test_the_unit_of_the_file_holds_where_nobody_says_otherwise() -> None:
    assert asked().unit_of("mV", name="a.edf") == (asked_unit("mV"), ())
    assert asked(unit="mV").unit_of("mV", name="a.edf") == (asked_unit("mV"), ())
    assert asked(unit="mV").unit_of("", name="a.edf") == (asked_unit("mV"), ())


def test_the_persons_unit_wins_over_the_files_and_that_is_said() -> None:
    unit, problems = asked(unit="uV").unit_of("mV", name="a.edf")
    assert unit == asked_unit("uV")
    assert [each.what for each in problems] == ["the file says mV; read as --unit says instead"]


def test_a_unit_that_nobody_says_is_asked_for() -> None:
    with pytest.raises(Refused, match=r"a.edf does not say its unit; say it with --unit \(uV"):
        asked().unit_of("", name="a.edf")
    with pytest.raises(Refused, match=r"gives its unit as 'furlong'.* --unit \(m/s2"):
        asked(sensor="accelerometer").unit_of("furlong", name="a.csv")


def test_the_rate_of_the_file_or_of_the_person_holds() -> None:
    assert asked().rate_of(500, name="a") == 500
    assert asked(rate_hz=1000).rate_of(None, name="a") == 1000
    assert asked(rate_hz=100).rate_of(100.6, name="a") == 100.6
    with pytest.raises(Refused, match="has 500 samples a second, not the 1000"):
        asked(rate_hz=1000).rate_of(500, name="a")
    with pytest.raises(Refused, match=r"a does not say how many .* --rate"):
        asked().rate_of(None, name="a")


def test_the_sensor_follows_from_the_unit() -> None:
    assert asked().sensor_of(asked_unit("g"), name="a") == "accelerometer"
    assert asked().sensor_of(asked_unit("count"), name="a") == "emg"
    assert asked(sensor="accelerometer").sensor_of(asked_unit("count"), name="a") == "accelerometer"
    assert asked().sensor_of(asked_unit("count"), name="a", else_sensor="video") == "video"
    with pytest.raises(Refused, match="is in uV, which is emg, not the accelerometer"):
        asked(sensor="accelerometer").sensor_of(asked_unit("mV"), name="a")


def test_text_of_a_file_is_shown_short_and_without_controls() -> None:
    assert shown("EMG 1") == "EMG 1"
    assert shown("x" * 30) == "x" * 20 + "…"
    assert "\x1b" not in shown("\x1b[2J")
