from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from scipy.interpolate import CubicSpline
from tests.recordings.reading import given, samples_of, written

from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.recordings.asked import asked
from untwitch.recordings.formats.phone_csv import FORMAT
from untwitch.recordings.recording import Recording

Floats = npt.NDArray[np.float64]
CHANCE = np.random.default_rng(11)
STILL: Floats = np.round(CHANCE.normal(scale=0.02, size=(400, 3)), 4)


def table(
    header: str,
    *,
    xyz: Floats = STILL,
    order: str = "xyz",
    rate_hz: float = 100,
    time: float = 1.0,
    mark: str = ",",
) -> str:
    rows = (
        mark.join([f"{number / rate_hz / time:.9g}", *(f"{row['xyz'.index(axis)]:.9g}" for axis in order)])
        for number, row in enumerate(xyz)
    )
    return header + "\n" + "\n".join(rows) + "\n"


def read(folder: Path, text: str, *, name: str = "log.csv", **said: str | None) -> Recording:
    one = given(written(folder, name, text))
    assert FORMAT.claims(one) > 0.9
    return FORMAT.read(one, asked(**said))  # type: ignore[arg-type]


def held(xyz: Floats, *, g: float) -> Floats:
    return np.add(xyz, [0, 0, g], dtype=np.float64)


@pytest.mark.parametrize(
    ("text", "factor", "gravity"),
    [
        (table('"Time (s)","Linear Acceleration x (m/s^2)","Linear Acceleration y (m/s^2)",'
               '"Linear Acceleration z (m/s^2)"'), 1000, False),
        (table('"Time (s)","Acceleration x (m/s^2)","Acceleration y (m/s^2)","Acceleration z (m/s^2)"',
               xyz=held(STILL, g=9.81)), 1000, True),
        (table("time,gFx,gFy,gFz", xyz=held(STILL, g=1)), 9806.65, True),
        (table("time,ax (m/s^2),ay (m/s^2),az (m/s^2)"), 1000, False),
        (table("time[ms]; x-axis[m/s^2]; y-axis[m/s^2]; z-axis[m/s^2]", time=1e-3, mark=";"), 1000, False),
        (table("timestamp,acc_x,acc_y,acc_z", xyz=held(STILL, g=1), time=1e-9), 9806.65, True),
        (table("timestamp_ms,acc_x,acc_y,acc_z", xyz=held(STILL, g=9.8), time=1e-3), 1000, True),
        (table("t,x,y,z", xyz=held(STILL, g=9.8), time=1e-6), 1000, True),
        (table("# sensor:linear_accelerometer\n# Requested Sample Rate: 50 Hz\ntime,ax (m/s^2),ay (m/s^2),"
               "az (m/s^2)"), 1000, False),
    ],
)  # fmt: skip
def test_tables_of_known_apps_are_read_in_mm_s2(
    tmp_path: Path, text: str, factor: float, *, gravity: bool
) -> None:
    found = read(tmp_path, text)
    assert (found.unit, found.channel_names) == ("mm/s2", ("x", "y", "z"))
    assert found.rate_hz == pytest.approx(100, rel=1e-3)
    assert found.holds_gravity is gravity
    whole = samples_of(found)
    shift = np.median(whole, axis=0)
    np.testing.assert_allclose(whole - shift, factor * (STILL - np.median(STILL, axis=0)), atol=0.05)


def test_axes_in_another_order_come_as_x_y_z(tmp_path: Path) -> None:
    text = table("seconds_elapsed,z,y,x", order="zyx", xyz=held(STILL, g=9.81))
    np.testing.assert_allclose(samples_of(read(tmp_path, text)), 1000 * held(STILL, g=9.81), atol=0.01)


def test_a_decimal_comma_is_read(tmp_path: Path) -> None:
    text = table("Time (s);Acceleration x (m/s^2);Acceleration y (m/s^2);Acceleration z (m/s^2)", mark=";")
    np.testing.assert_allclose(samples_of(read(tmp_path, text.replace(".", ","))), 1000 * STILL, atol=0.01)


def test_clock_readings_are_times(tmp_path: Path) -> None:
    rows = "".join(
        f"2018-10-03 17:23:{55 + number // 50:02d}.{number % 50 * 20:03d},{x},{y},{z + 1}\n"
        for number, (x, y, z) in enumerate(STILL[:200])
    )
    found = read(tmp_path, "time,gFx,gFy,gFz\n" + rows)
    assert found.rate_hz == pytest.approx(50)
    assert found.n_samples == 200


def test_sensor_logger_without_gravity_is_in_m_s2(tmp_path: Path) -> None:
    text = table("seconds_elapsed,x,y,z")
    found = read(tmp_path, text, name="Accelerometer.csv")
    assert found.holds_gravity is False
    np.testing.assert_allclose(samples_of(found), 1000 * STILL, atol=0.01)


@pytest.mark.parametrize("g", [1.0, 9.81])
def test_uncalibrated_values_are_told_by_gravity(tmp_path: Path, g: float) -> None:
    text = table("seconds_elapsed,x,y,z", xyz=held(STILL, g=g))
    whole = samples_of(read(tmp_path, text, name="AccelerometerUncalibrated.csv"))
    assert np.median(np.linalg.norm(whole, axis=1)) == pytest.approx(9807, rel=0.01)


@pytest.mark.parametrize("name", ["AccelerometerUncalibrated.csv", "unknown.csv"])
def test_an_unknown_unit_without_gravity_is_asked_for(tmp_path: Path, name: str) -> None:
    header = "seconds_elapsed,x,y,z" if name.startswith("A") else "time,x,y,z"
    with pytest.raises(Refused, match="does not say its unit; say it with --unit"):
        read(tmp_path, table(header), name=name)
    found = read(tmp_path, table(header), name=name, unit="g")
    np.testing.assert_allclose(samples_of(found), 9806.65 * STILL, atol=0.1)


def test_a_unit_of_another_sensor_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="a log of an accelerometer; --unit can be m/s2"):
        read(tmp_path, table("time,x,y,z"), unit="mV")


def test_one_axis_is_a_recording_that_says_nothing_of_gravity(tmp_path: Path) -> None:
    found = read(tmp_path, table("time (s),acceleration x (m/s^2)", order="x"))
    assert (found.channel_names, found.holds_gravity) == (("x",), None)


def test_values_that_are_no_numbers_say_nothing_of_gravity(tmp_path: Path) -> None:
    rows = "".join(f"{number / 100},-,-,-\n" for number in range(50))
    found = read(tmp_path, "time (s),ax (m/s^2),ay (m/s^2),az (m/s^2)\n" + rows)
    assert found.holds_gravity is None
    assert np.isnan(samples_of(found)).all()


def test_acceleration_without_gravity_goes_before_that_with(tmp_path: Path) -> None:
    both = np.hstack([held(STILL, g=9.8), STILL])
    rows = "".join(
        f"{number / 100}," + ",".join(f"{each:.5f}" for each in row) + "\n" for number, row in enumerate(both)
    )
    header = "time,accX,accY,accZ,userAccX,userAccY,userAccZ\n"
    with pytest.raises(Refused, match="--unit"):
        read(tmp_path, header + rows)
    found = read(tmp_path, header + rows, unit="m/s2")
    np.testing.assert_allclose(samples_of(found), 1000 * STILL, atol=0.02)


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Gyroscope.csv", "time,seconds_elapsed,z,y,x"),
        ("Gravity.csv", "time,seconds_elapsed,z,y,x"),
        ("Magnetometer.csv", "time,seconds_elapsed,z,y,x"),
        ("a.csv", "Time (s),Gyroscope x (rad/s),Gyroscope y (rad/s),Gyroscope z (rad/s)"),
        ("a.csv", "time,wx,wy,wz"),
        ("a.csv", "x,y,z"),
        ("a.csv", "time,emg"),
        ("a.csv", "time,gravity x (m/s^2)"),
        ("a.csv", "date,caffeine_mg,sleep_h"),
    ],
)
def test_other_sensors_are_not_claimed(tmp_path: Path, name: str, header: str) -> None:
    one = given(written(tmp_path, name, header + "\n1,2,3,4,5\n"))
    assert FORMAT.claims(one) == 0
    if "seconds" not in header:
        with pytest.raises(Refused, match="no log of an accelerometer with times"):
            FORMAT.read(one, asked())


def test_times_since_1970_say_when_it_began(tmp_path: Path) -> None:
    rows = "".join(f"{1_700_000_000_000 + 10 * number},0.1,9.8,0.1\n" for number in range(20))
    assert read(tmp_path, "time (ms),x,y,z\n" + rows).started == Instant(1_700_000_000_000, "UTC", "source")
    rows = "".join(f"{1_700_000_000 * 10**9 + 10**7 * number},0.1,9.8,0.1\n" for number in range(20))
    assert read(tmp_path, "time,x,y,z\n" + rows).started == Instant(1_700_000_000_000, "UTC", "source")
    assert read(tmp_path, table("time,x,y,z", xyz=held(STILL, g=9.8))).started is None
    rows = "".join(f"17:00:{number // 10:02d}.{number % 10},0.1,9.8,0.1\n" for number in range(20))
    assert read(tmp_path, "time,x,y,z\n" + rows).started is None


def test_a_log_faster_than_its_sensor_is_named(tmp_path: Path) -> None:
    text = table("time (s),ax (m/s^2),ay (m/s^2),az (m/s^2)", xyz=np.repeat(STILL, 2, axis=0))
    assert [
        "50 % of the rows repeat the row before" in each.what for each in read(tmp_path, text).problems
    ] == [True]


REAL = {
    "Subject_0005_Recording_003": (100.643, 99.35, 0),
    "Subject_0017_Recording_002": (74.437, 129.52, 0),
    "Subject_0023_Recording_002": (100.142, 99.85, 0),
    "Subject_0047_Recording_001": (251.614, 39.74, 0),
    "Subject_0072_Recording_001": (398.466, 25.09, 1),
    "Subject_0103_Recording_003": (100.237, 99.75, 0),
}


@pytest.mark.real_data
@pytest.mark.parametrize(("name", "expected"), REAL.items())
def test_real_phones_come_at_their_true_rate(
    real_data: Path, name: str, expected: tuple[float, float, int]
) -> None:
    path = real_data / "recordings" / "accelerometer" / "mscardio" / name / "scg.csv"
    found = FORMAT.read(given(path), asked())
    assert found.rate_hz == pytest.approx(expected[0], abs=1e-3)
    assert found.duration_s == pytest.approx(expected[1], abs=0.01)
    assert (found.gaps, len(found.problems), found.holds_gravity) == ((), expected[2], False)
    rows = np.loadtxt(path, delimiter=",", skiprows=1)
    whole = samples_of(found, read_s=(2, 10, 60))
    times_s = rows[0, 1] + np.arange(len(whole)) / found.rate_hz
    truth = 1000 * CubicSpline(rows[:, 1], rows[:, 2:])(times_s)
    difference = np.std(whole - truth, axis=0) / np.std(truth, axis=0)
    assert (difference < 0.08).all()
    if len(whole) == len(rows):  # a clock without drift, and nothing lost
        np.testing.assert_allclose(whole, 1000 * rows[:, 2:], rtol=1e-6)


@pytest.mark.real_data
def test_a_real_phone_that_was_turned_over_holds_gravity(real_data: Path) -> None:
    folder = real_data / "recordings" / "accelerometer" / "mscardio" / "Subject_0072_Recording_001"
    found = FORMAT.read(given(folder / "uncalibrated_scg.csv"), asked())
    assert found.holds_gravity is True
    assert np.median(np.linalg.norm(samples_of(found), axis=1)) == pytest.approx(9800, rel=0.02)
    assert FORMAT.claims(given(folder / "scg.csv")) > FORMAT.claims(given(folder / "uncalibrated_scg.csv"))
