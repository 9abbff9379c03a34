"""More than a hundred files that mean harm or were badly made, written by code: the import survives each."""

import datetime as dt
import gzip
import io
import json
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

MEGABYTE = 1_000_000
_ROW = "2026-03-01,95,7\n"
_TABLE = "date,caffeine_mg,sleep_h\n"
_RECORD = (
    '<Record type="HKQuantityTypeIdentifierStepCount" sourceName="x" unit="count" '
    'startDate="2026-03-01 08:00:00 +0100" endDate="2026-03-01 08:01:00 +0100" value="%s"/>'
)


def hostile_files(folder: Path) -> Mapping[str, bytes]:
    """Gives every file by name.

    Args:
        folder: Where those that need a file of their own to be made are made.
    """
    return dict([*_zips(), *_xml(), *_tables(), *_json(), *_databases(folder), *_binaries()])


def _zip(files: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return into.getvalue()


def _bomb(megabytes: int, *, begin: bytes = b"") -> bytes:
    """A deflated file of one element again and again, packed piece by piece."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("export.xml", "w") as file:
        file.write(begin)
        for _ in range(megabytes):
            file.write(b"<x/>" * (MEGABYTE // 4))
    return into.getvalue()


def _zips() -> Iterator[tuple[str, bytes]]:
    good = (_TABLE + _ROW).encode()
    yield "bomb.zip", _bomb(100, begin=b"<HealthData>")
    yield "bomb_table.zip", _zip({"a.csv": _TABLE.encode() + b"," * 90_000_000})
    inner = _zip({f"{number}.csv": b"\0" * MEGABYTE for number in range(20)})
    yield "bomb_of_bombs.zip", _zip({f"{number}.zip": inner for number in range(30)})
    deep = good
    for _ in range(6):
        deep = _zip({"in.zip": deep})
    yield "too_deep.zip", deep
    yield "many_members.zip", _zip({f"{number}.txt": b"" for number in range(5000)}, method=0)
    yield "name_traversal.zip", _zip({"../../evil.csv": good})
    for number, name in enumerate(
        (
            "../../../evil.csv",
            "/tmp/evil.csv",
            "C:\\evil.csv",
            "..\\evil.csv",
            "a\0b.csv",
            "\x1b[2J.csv",
            "\u202egnp.csv",
            "x" * 5000 + ".csv",
            "a/" * 1000 + "b.csv",
            "-rf.csv",
            "con.csv",
            " .csv",
        )
    ):
        yield f"name_{number}.zip", _zip({name: good})
    yield (
        "wrong_crc.zip",
        bytes(
            byte ^ (1 if number == 40 else 0)
            for number, byte in enumerate(_zip({"a.csv": good * 40}, method=0))
        ),
    )
    flagged = bytearray(_zip({"a.csv": good}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        flagged[flagged.find(mark) + at] |= 1
    yield "encrypted.zip", bytes(flagged)
    unknown = bytearray(_zip({"a.csv": good}))
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        unknown[unknown.find(mark) + at] = 99
    yield "unknown_method.zip", bytes(unknown)
    lying = bytearray(_zip({"a.csv": good}))
    struct.pack_into("<I", lying, lying.rfind(b"PK\x01\x02") + 24, 0xFFFFFFF0)
    yield "size_lies.zip", bytes(lying)
    yield "cut.zip", _zip({"a.csv": good * 500})[:-60]
    yield "only_the_end.zip", b"PK\x05\x06" + bytes(18)
    yield "only_a_head.zip", b"PK\x03\x04"
    yield "bomb.csv.gz", gzip.compress(_TABLE.encode() + b" " * (100 * MEGABYTE))
    yield "bomb_of_gzip.gz", gzip.compress(gzip.compress(b"\0" * (50 * MEGABYTE)))
    yield "cut.csv.gz", gzip.compress(good * 50)[:-9]
    yield "bomb.xlsx", _zip({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b" " * (60 * MEGABYTE)})
    yield "no_sheet.xlsx", _zip({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<workbook/>"})
    yield (
        "entities.xlsx",
        _zip({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": _laughs("workbook").encode()}),
    )


def _laughs(root: str) -> str:
    entities = "".join(
        f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' if number else '<!ENTITY l0 "lol">'
        for number in range(12)
    )
    return f"<!DOCTYPE {root} [{entities}]><{root}><Me a='&l11;'/>&l11;</{root}>"


def _xml() -> Iterator[tuple[str, bytes]]:
    def export(inside: str) -> bytes:
        return f"<HealthData>{inside}</HealthData>".encode()

    yield "entity_bomb.xml", _laughs("HealthData").encode()
    yield (
        "external_entity.xml",
        (b'<!DOCTYPE HealthData [<!ENTITY x SYSTEM "file:///etc/passwd">]><HealthData>&x;</HealthData>'),
    )
    yield "deep.xml", export("<a>" * 200_000)
    yield "unclosed.xml", b"<HealthData><Record type='"
    yield "long_attribute.xml", export(_RECORD % ("1" * 2_000_000))
    yield "many_attributes.xml", export("<Record " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>")
    yield "quotes.xml", export('<Record a="' + '"' * 100_000)
    yield "records_in_quotes.xml", export('<Record a="' + "<Record" * 50_000 + '"/>')
    yield "no_records.xml", export("<Correlation>" * 50_000)
    yield "utf16.xml", export(_RECORD % 5).decode().encode("utf-16")
    yield "nul.xml", export(_RECORD % 5).replace(b"x", b"\0")
    for number, value in enumerate(
        ("NaN", "inf", "-inf", "1e999", "-5", "9" * 5000, "0x10", "1,5", "", "5 5", "٣")
    ):
        yield f"value_{number}.xml", export(_RECORD % value)
    for number, moment in enumerate(
        (
            "0001-01-01 00:00:00 +0000",
            "9999-12-31 23:59:59 +0000",
            "2026-02-30 08:00:00 +0100",
            "2026-03-01 25:00:00 +0100",
            "2026-03-01 08:00:00 +9900",
            "soon",
            "",
        )
    ):
        yield f"time_{number}.xml", export((_RECORD % 5).replace("2026-03-01 08:00:00 +0100", moment))
    yield "ends_before.xml", export((_RECORD % 5).replace("08:01:00", "07:01:00"))
    yield (
        "zone.xml",
        export(
            (_RECORD % 5).replace(
                "/>", '><MetadataEntry key="HKTimeZone" value="../../etc/passwd"/></Record>'
            )
        ),
    )


def _tables() -> Iterator[tuple[str, bytes]]:
    def table(*rows: str, header: str = _TABLE) -> bytes:
        return (header + "".join(f"{each}\n" for each in rows)).encode()

    for name, cell in {
        "nan": "NaN",
        "infinity": "inf",
        "minus_infinity": "-Infinity",
        "overflow": "1e999",
        "digits": "9" * 5000,
        "fraction": "0." + "3" * 5000,
        "exponent": "1e" + "9" * 400,
        "thousands": '"1,050"',
        "two_marks": '"1.050,5"',
        "negative": "-95",
        "hex": "0x5f",
        "underscore": "9_5",
        "arabic": "٩٥",
        "formula": "=1+1",
        "command": "=cmd|' /C calc'!A0",
        "percent": "%s%n%x",
        "sql": "'; DROP TABLE person; --",
        "null": "null",
        "very_long": "x" * 200_000,
        "control": "\x1b]0;pwned\x07",
        "direction": "\u202e95",
        "surrogate": "\ufffd",
    }.items():
        yield f"cell_{name}.csv", table(f"2026-03-01,{cell},7", "2026-03-02,95,7")
    for name, day in {
        "year_1": "0001-01-01",
        "year_9999": "9999-12-31",
        "year_1900": "1900-01-01",
        "future": "2099-01-01",
        "february_30": "2026-02-30",
        "month_13": "2026-13-01",
        "zero": "0000-00-00",
        "epoch": "99999999999999999999",
        "negative": "-2026-03-01",
        "gap": "2026-03-29 02:30",
        "twice": "2026-10-25 02:30",
        "hour_24": "2026-03-01 24:00",
        "two_orders": "13/04/2026",
        "words": "the day after",
    }.items():
        yield f"day_{name}.csv", table(f"{day},95,7", "2026-03-02,95,7", "2026-03-03,95,7", "2026-03-04,5,7")
    yield "two_orders.csv", table("13/04/2026,95,7", "04/13/2026,95,7")
    text = _TABLE + _ROW * 3
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp037"):
        yield f"encoding_{encoding}.csv", text.encode(encoding)
    yield "latin1.csv", "date,caffeine_mg,Gefühl\n2026-03-01,95,müde\n".encode("latin-1")
    yield "semicolons.csv", b"date;caffeine_mg;sleep_h\n2026-03-01;95,5;7,25\n"
    yield "tabs.csv", text.replace(",", "\t").encode()
    yield "carriage_returns.csv", text.replace("\n", "\r").encode()
    yield "nul.csv", text.encode()[:30] + b"\0" * 100 + text.encode()[30:]
    yield "unterminated.csv", (_TABLE + '2026-03-01,"95,7\n' + _ROW * 100).encode()
    yield "quotes.csv", (_TABLE + '2026-03-01,""""""95"""""",7\n').encode()
    yield (
        "wide.csv",
        ("date," + ",".join(f"c{n}" for n in range(20_000)) + "\n2026-03-01" + ",1" * 20_000).encode(),
    )
    yield "one_line.csv", _TABLE.encode() + b"2026-03-01," + b"9" * 3_000_000
    yield "same_headers.csv", b"date,caffeine_mg,caffeine_mg,date\n2026-03-01,1,2,2026-03-02\n"
    yield "empty_headers.csv", b"date,,,\n2026-03-01,1,2,3\n"
    yield "header_only.csv", _TABLE.encode()
    yield "blank_lines.csv", b"\n" * 100_000 + text.encode()
    yield "ragged.csv", table("2026-03-01", "2026-03-02,1,2,3,4,5,6,7", ",,,,", "2026-03-03,95,7")


def _json() -> Iterator[tuple[str, bytes]]:
    begins = {
        "export": '{"contract": "export/1", "samples": ',
        "fitbit": '[{"dateTime": "03/02/23 00:00:00", "value": ',
        "buckets": '{"buckets": {"aw-watcher-input_x": {"events": ',
        "sleep": '[{"logId": 1, "dateOfSleep": "2026-03-01", "startTime": ',
        "plain": '{"header": {"schema_id": {"namespace": "omh", "name": "step-count"}}, "body": ',
    }
    insides = {
        "deep": "[" * 100_000,
        "deep_object": '{"a":' * 100_000,
        "digits": "9" * 5000,
        "nan": "NaN",
        "cut": "[{",
        "surrogate": '"\\ud800"',
        "overflow": "1e999",
    }
    for begin, text in begins.items():
        for inside, value in insides.items():
            ends = "" if inside in {"deep", "deep_object", "cut"} else {"[": "}]", "{": "}}}"}[text[0]]
            yield f"{begin}_{inside}.json", f"{text}{value}{ends}".encode()
    yield "keys.json", json.dumps({f"k{number}": number for number in range(200_000)}).encode()
    yield "bom.json", b"\xef\xbb\xbf" + b'{"contract": "export/1", "samples": []}'
    yield "list_of_lists.json", b"[[[[[[]]]]]]"


def _databases(folder: Path) -> Iterator[tuple[str, bytes]]:
    def made(*words: str) -> bytes:
        path = folder / "made.sqlite"
        path.unlink(missing_ok=True)
        connection = sqlite3.connect(path)
        for each in words:
            connection.execute(each)
        connection.commit()
        connection.close()
        return path.read_bytes()

    columns = (
        "row_id, start_time TEXT, end_time TEXT, count TEXT, start_zone_offset TEXT, app_info_id INTEGER"
    )
    endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n"
    for name in ("steps_record_table", "sleep_session_record_table", "nutrition_record_table"):
        yield (
            f"view_{name}.db",
            made(
                f"CREATE VIEW {name} AS {endless} AS row_id, n AS start_time, n AS end_time FROM r",
                "CREATE TABLE application_info_table (row_id INTEGER, app_name TEXT)",
            ),
        )
    whole = made(
        f"CREATE TABLE steps_record_table ({columns})",
        "CREATE TABLE application_info_table (row_id INTEGER, app_name TEXT, package_name TEXT)",
        "INSERT INTO steps_record_table VALUES (1, 'x', 1e999, -5, 'east', 99)",
        "INSERT INTO steps_record_table VALUES "
        "(1, 9223372036854775807, -9223372036854775808, x'00ff', NULL, NULL)",
    )
    yield "values.db", whole
    yield "cut.db", whole[: len(whole) // 2]
    yield "page_size.db", whole[:16] + b"\xff\xff" + whole[18:]
    yield "noise.db", whole[:4096] + bytes(number * 7 % 256 for number in range(8192))
    yield "head_only.db", b"SQLite format 3\0" + bytes(84)


def _binaries() -> Iterator[tuple[str, bytes]]:
    header = struct.pack("<BBHI4s", 12, 0x10, 2132, 0xFFFFFFF0, b".FIT")
    yield "size_lies.fit", header + bytes(200)
    yield (
        "definitions.fit",
        header
        + b"".join(
            bytes([0x40 | number % 16, 0, 0, 20, 0, 255]) + bytes([253, 0, 0x86]) * 255
            for number in range(50)
        ),
    )
    yield "no_definition.fit", header + bytes([0x05]) * 1000
    yield "developer.fit", header + bytes([0x60, 0, 0, 20, 0, 1, 253, 4, 0x86, 200]) + bytes([1, 1, 9]) * 200
    yield "noise", bytes(number * number % 251 for number in range(100_000))
    yield "nothing", b""
    yield "one_byte", b"\x80"
    yield "deflated", zlib.compress(b"\0" * MEGABYTE)
    yield "picture.png", b"\x89PNG\r\n\x1a\n" + bytes(1000)
    yield "now.daylio", _zip({"backup.daylio": b"eyJhIjo=" * 20_000})


NOW = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)
