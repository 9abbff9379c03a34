"""What the numbers of a FIT file mean: messages, fields and scales, for the fields that are used here only.

Reference:
    Garmin, FIT profile 21.218. Numbers and scales are facts of the format; nothing else was taken over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

EPOCH_S = 631_065_600
"""Seconds from 1970-01-01 to 1989-12-31 UTC, where FIT counts from."""
FIRST_DATE_S = 0x10000000
"""Smaller times count from when the device was switched on: no date."""
TIMESTAMP = 253
FILE_ID, DEVICE_SETTINGS, USER_PROFILE, ZONES_TARGET = 0, 2, 3, 7
SESSION, RECORD, WEIGHT_SCALE, ACTIVITY, MONITORING = 18, 20, 30, 34, 55
MONITORING_INFO, FIELD_DESCRIPTION, MONITORING_HR = 103, 206, 211
SLEEP_LEVEL, HRV_SUMMARY, NAP = 275, 370, 412


@dataclass(frozen=True, slots=True)
class Message:
    """A kind of message.

    Attributes:
        name: Its name in the profile.
        fields: Name and scale by number; a value is the number as written divided by the scale.
    """

    name: str
    fields: Mapping[int, tuple[str, float]]


def _message(name: str, fields: Mapping[int, tuple[str, float]]) -> Message:
    return Message(name, MappingProxyType({TIMESTAMP: ("timestamp", 1), **fields}))


MESSAGES: Mapping[int, Message] = MappingProxyType(
    {
        FILE_ID: _message(
            "file_id", {0: ("type", 1), 1: ("manufacturer", 1), 2: ("product", 1), 4: ("time_created", 1)}
        ),
        USER_PROFILE: _message(
            "user_profile", {2: ("age", 1), 8: ("resting_heart_rate", 1), 11: ("default_max_heart_rate", 1)}
        ),
        ZONES_TARGET: _message("zones_target", {1: ("max_heart_rate", 1)}),
        SESSION: _message(
            "session",
            {
                2: ("start_time", 1),
                5: ("sport", 1),
                7: ("total_elapsed_time", 1000),
                8: ("total_timer_time", 1000),
                11: ("total_calories", 1),
                16: ("avg_heart_rate", 1),
                193: ("workout_rpe", 10),
                196: ("metabolic_calories", 1),
            },
        ),
        RECORD: _message(
            "record",
            {
                3: ("heart_rate", 1),
                5: ("distance", 100),
                7: ("power", 1),
                8: ("compressed_speed_distance", 1),
            },
        ),
        WEIGHT_SCALE: _message("weight_scale", {0: ("weight", 100), 12: ("user_profile_index", 1)}),
        ACTIVITY: _message("activity", {5: ("local_timestamp", 1)}),
        MONITORING: _message(
            "monitoring",
            {
                3: ("cycles", 1),
                5: ("activity_type", 1),
                9: ("cycles_16", 1),
                19: ("active_calories", 1),
                24: ("current_activity_type_intensity", 1),
                26: ("timestamp_16", 1),
                27: ("heart_rate", 1),
                33: ("moderate_activity_minutes", 1),
                34: ("vigorous_activity_minutes", 1),
            },
        ),
        MONITORING_INFO: _message("monitoring_info", {0: ("local_timestamp", 1)}),
        FIELD_DESCRIPTION: _message(
            "field_description",
            {
                0: ("app", 1),
                1: ("number", 1),
                2: ("base_type", 1),
                14: ("native_message", 1),
                15: ("native_field", 1),
            },
        ),
        MONITORING_HR: _message("monitoring_hr_data", {1: ("current_day_resting_heart_rate", 1)}),
        SLEEP_LEVEL: _message("sleep_level", {0: ("sleep_level", 1)}),
        HRV_SUMMARY: _message("hrv_status_summary", {1: ("last_night_average", 128)}),
        NAP: _message(
            "nap_event",
            {
                0: ("start_time", 1),
                1: ("start_timezone_offset", 1),
                2: ("end_time", 1),
                5: ("is_deleted", 1),
            },
        ),
    }
)

FROM_APPS: Mapping[int, frozenset[int]] = MappingProxyType(
    {RECORD: frozenset({3}), SESSION: frozenset({11, 16})}
)
"""Own fields that are taken from an app's field where the message has none: heart rates and energy."""

BASE_TYPES: Mapping[int, tuple[str, int]] = MappingProxyType(
    {
        0x00: ("u1", 0xFF),
        0x01: ("i1", 0x7F),
        0x02: ("u1", 0xFF),
        0x03: ("i2", 0x7FFF),
        0x04: ("u2", 0xFFFF),
        0x05: ("i4", 0x7FFFFFFF),
        0x06: ("u4", 0xFFFFFFFF),
        0x08: ("f4", -1),
        0x09: ("f8", -1),
        0x0A: ("u1", 0),
        0x0B: ("u2", 0),
        0x0C: ("u4", 0),
        0x0D: ("u1", 0xFF),
        0x0E: ("i8", 0x7FFFFFFFFFFFFFFF),
        0x0F: ("u8", 0xFFFFFFFFFFFFFFFF),
        0x10: ("u8", 0),
    }
)
"""How a number is written, and the number that stands for unknown, by the low five bits of the type code."""

MANUFACTURERS: Mapping[int, str] = MappingProxyType(
    {
        1: "Garmin",
        11: "Tanita",
        15: "Dynastream",
        23: "Suunto",
        32: "Wahoo",
        69: "Stages",
        70: "Sigma",
        71: "TomTom",
        89: "Tacx",
        95: "Stryd",
        107: "Magene",
        115: "iGPSPORT",
        123: "Polar",
        258: "Lezyne",
        260: "Zwift",
        265: "Strava",
        289: "Hammerhead",
        294: "Coros",
        267: "Bryton",
        305: "Whoop",
        310: "Decathlon",
    }
)

FILE_TYPES: Mapping[int, str] = MappingProxyType(
    {
        1: "device", 2: "settings", 3: "sport", 4: "activity", 5: "workout", 6: "course", 7: "schedules",
        9: "weight", 10: "totals", 11: "goals", 14: "blood pressure", 15: "monitoring",
        20: "activity summary", 28: "monitoring day", 32: "monitoring", 34: "segment", 35: "segment list",
        49: "sleep",
    }
)  # fmt: skip

STRUCTURE = frozenset(
    {
        FILE_ID, 1, DEVICE_SETTINGS, USER_PROFILE, 4, 5, 6, ZONES_TARGET, 8, 9, 10, 12, 13, 15, SESSION, 19,
        RECORD, 21, 23, 26, 27, 28, 31, 32, 33, ACTIVITY, 35, 37, 38, 39, 49, 53, 72, 80, 81, 82, 101,
        MONITORING_INFO, 104, 105, 106, 127, 128, 129, 131, 142, 145, 148, 149, 150, 151, 158, 159, 160,
        161, 162, 164, 165, 167, 169, 174, 177, 178, 184, 185, 186, 187, 188, 200, 201, 202,
        FIELD_DESCRIPTION, 207, 208, 209, 210, 216, 225, 258, 259, 262, 264, 268, 285, 289, 302, 312, 313,
        315, 317, 319, 323, 375, 376, 387, 388, 389, 393,
    }
)  # fmt: skip
"""Messages that are settings, laps, routes or workings of the device: nothing about a person is in them."""

KEPT_APART_NAMES: Mapping[int, str] = MappingProxyType(
    {
        51: "blood pressure", 78: "heart-rate variability, beat by beat", 132: "heart rate of a strap",
        227: "stress level of the watch", 229: "maximal oxygen uptake", 269: "blood oxygen",
        290: "beat intervals", 297: "breathing rate", 304: "steps of a health session",
        305: "blood oxygen of a health session", 306: "stress of a health session",
        307: "breathing of a health session", 308: "heart rate of a health session", 314: "body battery",
        346: "sleep scores", 371: "heart-rate variability by five minutes", 372: "raw beat intervals",
        398: "skin temperature", 409: "wrist temperature", 470: "sleep disruption", 471: "sleep disruption",
    }
)  # fmt: skip
"""Names for messages that no measure has."""
