"""Exports of Health Connect written for one test each, with the columns that phones have."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

WHO = "row_id INTEGER PRIMARY KEY, uuid BLOB, app_info_id INTEGER, device_info_id INTEGER"
SPAN = f"{WHO}, start_time INTEGER, start_zone_offset INTEGER, end_time INTEGER, end_zone_offset INTEGER"
MOMENT = f"{WHO}, time INTEGER, zone_offset INTEGER"
TABLES = {
    "application_info_table": "row_id INTEGER PRIMARY KEY, package_name TEXT, app_name TEXT, app_icon BLOB",
    "device_info_table": "row_id INTEGER PRIMARY KEY, manufacturer TEXT, model TEXT, device_type INTEGER",
    "steps_record_table": f"{SPAN}, count INTEGER",
    "active_calories_burned_record_table": f"{SPAN}, energy REAL",
    "hydration_record_table": f"{SPAN}, volume REAL",
    "nutrition_record_table": f"caffeine REAL, {SPAN}, calcium REAL, magnesium REAL, potassium REAL",
    "resting_heart_rate_record_table": f"beats_per_minute INTEGER, {MOMENT}",
    "heart_rate_variability_rmssd_record_table": f"{MOMENT}, heart_rate_variability_millis REAL",
    "weight_record_table": f"{MOMENT}, weight REAL",
    "body_temperature_record_table": f"{MOMENT}, temperature REAL",
    "sleep_session_record_table": f"{SPAN}, title TEXT",
    "sleep_stages_table": (
        "parent_key INTEGER, stage_start_time INTEGER, stage_end_time INTEGER, stage_type TEXT"
    ),
    "exercise_session_record_table": f"{SPAN}, rate_of_perceived_exertion REAL, exercise_type TEXT",
    "heart_rate_record_table": SPAN,
    "change_logs_table": "row_id INTEGER PRIMARY KEY",
}
Rows = Sequence[Mapping[str, Any]]


def database(rows: Mapping[str, Rows], *, leave_out: Sequence[str] = (), more: str = "") -> bytes:
    """Gives a database with these rows.

    Args:
        rows: Rows by table, each a value by column.
        leave_out: Tables that are not there at all.
        more: SQL that is run at the end.
    """
    made = sqlite3.connect(":memory:")
    for table, columns in TABLES.items():
        if table not in leave_out:
            made.execute(f"CREATE TABLE {table} ({columns})")
    for table, each in rows.items():
        for row in each:
            marks = ", ".join("?" * len(row))
            made.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
    made.executescript(more)
    made.commit()
    data = made.serialize()
    made.close()
    return data


def ms(day_and_time: str) -> int:
    """Gives the milliseconds of a UTC time, `2026-03-29 01:00`."""
    made = sqlite3.connect(":memory:")
    (seconds,) = made.execute("SELECT unixepoch(?)", (day_and_time,)).fetchone()
    made.close()
    return int(seconds) * 1000


def span(
    start: str, end: str, *, app: int = 1, offset: int | None = 3600, **values: object
) -> dict[str, Any]:
    """Gives a row with a begin and an end in UTC."""
    times = {"start_time": ms(start), "start_zone_offset": offset, "end_time": ms(end)}
    return {"app_info_id": app, **times, "end_zone_offset": offset, **values}


def moment(at: str, *, app: int = 1, offset: int | None = 3600, **values: object) -> dict[str, Any]:
    """Gives a row of one moment in UTC."""
    return {"app_info_id": app, "time": ms(at), "zone_offset": offset, **values}


def stage(start: str, end: str | None, kind: object, *, parent: object = 1) -> dict[str, Any]:
    """Gives a stage of a sleep session, its times in UTC."""
    times = {"stage_start_time": ms(start), "stage_end_time": ms(end) if end else None}
    return {"parent_key": parent, **times, "stage_type": kind}


APPS: Rows = (
    {"row_id": 1, "package_name": "com.fitbit.FitbitMobile", "app_name": "Fitbit"},
    {"row_id": 2, "package_name": "com.sec.android.app.shealth", "app_name": "Samsung Health"},
    {"row_id": 3, "package_name": "com.example.food", "app_name": None},
)
SAMPLE: dict[str, Rows] = {
    "application_info_table": APPS,
    "device_info_table": ({"row_id": 7, "manufacturer": "Google", "model": "Pixel Watch", "device_type": 1},),
    "steps_record_table": (
        # the clock goes forward in Berlin: 00:30 to 01:30 UTC is 01:30 to 03:30 on the wall
        span("2026-03-29 00:30", "2026-03-29 01:30", count=120),
        span("2026-03-29 08:00", "2026-03-29 08:30", offset=7200, count=1000),
        span("2026-03-29 08:00", "2026-03-29 08:30", app=2, offset=7200, count=930),
        span("2026-03-29 09:00", "2026-03-29 08:30", offset=7200, count=5),
    ),
    "active_calories_burned_record_table": (
        span("2026-03-29 15:00", "2026-03-29 16:00", offset=7200, energy=300_000.0),
    ),
    "hydration_record_table": (
        span("2026-03-29 10:00", "2026-03-29 10:00", app=3, offset=7200, volume=0.33),
    ),
    "nutrition_record_table": (
        span(
            "2026-03-29 10:00", "2026-03-29 10:01", app=3, offset=7200,
            magnesium=0.12, potassium=5e-324, calcium=None, caffeine=0.0,
        ),
    ),
    "resting_heart_rate_record_table": (moment("2026-03-29 05:00", offset=7200, beats_per_minute=58),),
    "heart_rate_variability_rmssd_record_table": (
        moment("2026-03-29 05:00", offset=7200, heart_rate_variability_millis=41.5),
    ),
    "weight_record_table": (moment("2026-03-29 06:00", offset=7200, weight=70_500.0, device_info_id=7),),
    "body_temperature_record_table": (moment("2026-03-29 06:00", offset=7200, temperature=36.6),),
    "sleep_session_record_table": (
        span("2026-03-28 22:00", "2026-03-29 05:00", row_id=1, title=None),
        span("2026-03-29 22:00", "2026-03-30 05:00", row_id=2, app=2, offset=7200, title=None),
    ),
    "sleep_stages_table": (
        stage("2026-03-28 22:00", "2026-03-28 22:30", "1"),
        stage("2026-03-28 22:30", "2026-03-29 01:00", "4"),
        stage("2026-03-29 01:00", "2026-03-29 02:00", "5"),
        stage("2026-03-29 02:00", "2026-03-29 02:15", "7"),
        stage("2026-03-29 02:15", "2026-03-29 05:00", "6"),
    ),
    "exercise_session_record_table": (
        span("2026-03-29 15:00", "2026-03-29 15:30", offset=7200, exercise_type="56"),
        span("2026-03-30 15:00", "2026-03-30 15:30", offset=7200, rate_of_perceived_exertion=6.0),
    ),
    "heart_rate_record_table": (span("2026-03-29 15:00", "2026-03-29 15:30", offset=7200),) * 2,
    "change_logs_table": ({"row_id": 1},),
}  # fmt: skip
"""What the sample holds; `python -m tests.sources.health_connect_exports` writes it anew."""

if __name__ == "__main__":
    from pathlib import Path

    Path(__file__).with_name("samples").joinpath("health_connect.sqlite").write_bytes(database(SAMPLE))
