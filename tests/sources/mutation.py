"""Broken input for every source: its own sample, changed a little, again and again.

A process of its own reads each change as an import would: it asks every source for its claim, then lets the
one under test read. What must not happen is an error that is not a `Refused`, or more than 512 MB.

    python -m tests.sources.mutation NAME SECONDS SEED [KEEP_FOLDER]

answers one JSON line: how many inputs, how many read to the end, how many refused, peak memory, and the first
failures with what caused them (kept in KEEP_FOLDER, to become cases of `test_mutation.py`).
"""

import contextlib
import io
import json
import random
import re
import resource
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from untwitch.facts.refused import Refused
from untwitch.intake.members import open_path
from untwitch.intake.progress import silent
from untwitch.sources import allot, sources
from untwitch.sources.source import Source

SAMPLES = Path(__file__).parent / "samples"
LARGEST_RSS_MB = 512
FAILURES_KEPT = 5
_LONGEST_FILE = 1 << 20
_LONGEST_SENTENCE = 2000

WORDS = (
    b"NaN", b"nan", b"inf", b"-inf", b"1e999", b"-1", b"0", b"9" * 5000, b"1,050", b"1.050,5", b"6,5",
    b"\xef\xbb\xbf", b"\xff\xfe", b"\x00", b"\r\n", b"\n", b'"', b'""', b"'", b";", b",", b"\t", b"|",
    b"null", b"true", b"[]", b"{}", b"[" * 2000, b'{"a":' * 2000, b"<", b">", b"&lol;", b"</",
    b"2026-02-30", b"0001-01-01", b"9999-12-31", b"1900-01-01", b"24:00", b"25:61", b"+99:99",
    b"2026-03-29T02:30:00", b"2026-10-25 02:30", b"12/31/99", b"31/12/1999", b"-0001",
    b"253402300799999", b"-99999999999999", b"1e308", b"0x10", "\u202e\u2066".encode(),
    "\u0661\u0662".encode(), b"\xf0\x9f", b"../../etc/passwd", b"=cmd()", b"%s%n", b"\\u0000", b"-0",
    b".", b"e", b"1__0", b"\xc2\xa0",
)  # fmt: skip


def _own_peak_kb() -> int:
    """Gives the peak of this process alone: ru_maxrss begins with that of the program that started it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(status.read_text().partition("VmHWM:")[2].split()[0])


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Gives a file with one to six changes: bits, bytes, words, lines, numbers, ends."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        _CHANGES[chance.randrange(len(_CHANGES))](changed, chance)
    return bytes(changed[:_LONGEST_FILE])


def _at(data: bytearray, chance: random.Random) -> int:
    return chance.randrange(len(data) + 1)


def _bit(data: bytearray, chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _byte(data: bytearray, chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] = chance.choice(
            (0, 1, 0x7F, 0x80, 0xFE, 0xFF, chance.randrange(256))
        )


def _word(data: bytearray, chance: random.Random) -> None:
    at = _at(data, chance)
    data[at : at + chance.choice((0, 0, 1, 4, 10))] = chance.choice(WORDS)


def _cut(data: bytearray, chance: random.Random) -> None:
    at = _at(data, chance)
    del data[at : at + chance.choice((1, 2, 8, 100, len(data)))]


def _again(data: bytearray, chance: random.Random) -> None:
    at, length = _at(data, chance), chance.choice((1, 10, 200))
    data[at:at] = data[at : at + length] * chance.choice((1, 2, 50))


def _line(data: bytearray, chance: random.Random) -> None:
    lines = bytes(data).split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    data[:] = b"\n".join(lines)


def _number(data: bytearray, chance: random.Random) -> None:
    found = list(re.finditer(rb"\d+(?:\.\d+)?", bytes(data[:100_000])))
    if found:
        place = chance.choice(found)
        data[place.start() : place.end()] = chance.choice(WORDS[:12])


def _field(data: bytearray, chance: random.Random) -> None:
    found = list(re.finditer(rb'[^,;"<>{}\[\]:=\s]{2,40}', bytes(data[:100_000])))
    if found:
        place = chance.choice(found)
        data[place.start() : place.end()] = chance.choice((*WORDS, chance.choice(found)[0]))


_CHANGES: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _bit, _byte, _word, _word, _cut, _again, _line, _number, _field, _field,
)  # fmt: skip


def files_of_sample(name: str) -> dict[str, bytes]:
    """Gives the files of a sample, out of zips too, so that a change does not only break the packing."""
    (sample,) = (path for path in SAMPLES.iterdir() if path.name.partition(".")[0] == name)
    with open_path(sample) as members:
        return {each.name.replace("/", "_"): each.whole(at_most_bytes=64 << 20) for each in members.members}


def read_all(source: Source, folder: Path) -> str:
    """Reads a folder as an import would; gives `read` or `refused`.

    Raises:
        Exception: What must not happen.
    """
    try:
        with open_path(folder) as members:
            allot(members)
            with contextlib.suppress(Refused):
                source.plan(members, mapping=None)
            source.app(members)
            for item in source.read(members, mapping=None, zone="Europe/Berlin", progress=silent):
                str(item)[:100]
    except Refused as refused:
        if len(str(refused)) > _LONGEST_SENTENCE:
            raise ValueError("a refusal quotes too much of the file") from refused
        return "refused"
    return "read"


def inputs(name: str, chance: random.Random) -> Iterator[dict[str, bytes]]:
    """Gives changed samples without end: mostly one file changed, sometimes all, sometimes packed."""
    files = files_of_sample(name)
    while True:
        made = dict(files)
        for each in [chance.choice(list(made))] if chance.random() < 0.8 else list(made):
            made[each] = mutated(made[each], chance)
        if chance.random() < 0.05:
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                for each, data in made.items():
                    archive.writestr(each, data)
            made = {"packed.zip": mutated(packed.getvalue(), chance)}
        yield made


def fuzz(name: str, seconds: float, seed: int, keep: Path | None = None) -> dict[str, Any]:
    """Reads changed samples of one source for some seconds.

    Args:
        name: Name of the source.
        seconds: Processor time, roughly.
        seed: Of the changes.
        keep: Where failing inputs are kept.
    """
    (source,) = (each for each in sources() if each.name == name)
    counts = {"read": 0, "refused": 0}
    failures: list[dict[str, str]] = []
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room)
        for made in inputs(name, random.Random(seed)):
            if time.monotonic() - begin > seconds or len(failures) >= FAILURES_KEPT:
                break
            for old in folder.iterdir():
                old.unlink()
            for each, data in made.items():
                (folder / each).write_bytes(data)
            try:
                counts[read_all(source, folder)] += 1
            except Exception as error:  # noqa: BLE001 - that is what is looked for
                failures.append({"error": repr(error)[:300], "where": traceback.format_exc()[-1500:]})
                if keep is not None:
                    for each, data in made.items():
                        (keep / f"{name}-{seed}-{len(failures)}-{each}").write_bytes(data)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "source": name,
        "inputs": sum(counts.values()) + len(failures),
        **counts,
        "seconds": round(time.monotonic() - begin, 1),
        "peak_rss_mb": round(max(_own_peak_kb(), children.ru_maxrss) / 1024),
        "failures": failures,
    }


if __name__ == "__main__":
    where = Path(sys.argv[4]) if len(sys.argv) > 4 else None
    sys.stdout.write(json.dumps(fuzz(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), where)) + "\n")
