"""Damaged and hostile files: every reader gives its good part, a problem or a refusal, never a traceback."""

import contextlib
import random
from pathlib import Path

import pytest
from tests.sources.test_every_source import SOURCES, sample_of

from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import SampleBatch
from untwitch.intake.bounded import MEBIBYTE
from untwitch.intake.members import open_path
from untwitch.intake.progress import silent
from untwitch.sources.source import Source

READ_APART = {"fit", "health_connect"}
"""Read in a process of their own, which takes its time to start."""
SPLICES = (
    b"", b"\0", b"\xff\xfe", b"-1", b"9" * 30, b"9" * 5000, b"1e999", b"NaN", b"null", b"{}", b"[]", b'"',
    b",", b";", b"\n", b"[" * 300, b"0001-01-01", b"9999-12-31", b"2026-02-30", b"99:99", b"+99:00", b"-0",
    b"\xf0\x9f\x98\x80", b"1,050", b"true", b"\x1b[2J", b"' OR 1=1 --", b"../../etc/passwd",
)  # fmt: skip


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Gives bytes with a few wounds: cut off, flipped, doubled, or with something foreign in them."""
    wounded = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(wounded) + 1)
        past = min(len(wounded), at + chance.choice((0, 1, 1, 4, 20, 200)))
        kind = chance.randrange(5)
        if kind == 0 and wounded:
            wounded[chance.randrange(len(wounded))] = chance.randrange(256)
        elif kind == 1:
            wounded[at:past] = chance.choice(SPLICES)
        elif kind == 2:
            wounded[at:at] = wounded[at:past] * chance.choice((1, 2, 50))
        elif kind == 3:
            del wounded[at:past]
        elif chance.random() < 0.3:
            del wounded[at:]
    return bytes(wounded)


def read_wounded(source: Source, tmp_path: Path, *, seed: int) -> None:
    """Reads the sample of a source with wounds in one of its files."""
    chance = random.Random(seed)
    with open_path(sample_of(source)) as members:
        files = {each.name: each.whole(at_most_bytes=MEBIBYTE) for each in members.members}
    hurt = chance.choice(sorted(files))
    files[hurt] = mutated(files[hurt], chance)
    folder = tmp_path / str(seed)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    with open_path(folder) as members, contextlib.suppress(Refused):
        known = [each for each in members.members if source.claims(members.only((each,))) > 0]
        own = members.only(known)
        source.plan(own, mapping=None)
        for item in source.read(own, mapping=None, zone="Europe/Berlin", progress=silent):
            if isinstance(item, SampleBatch):
                assert item.seen == len(item) + sum(item.skipped.values())
            elif isinstance(item, Problem):
                assert item.where


@pytest.mark.parametrize("source", SOURCES)
def test_a_wounded_file_is_never_a_traceback(source: Source, tmp_path: Path) -> None:
    for seed in range(3 if source.name in READ_APART else 12):
        read_wounded(source, tmp_path, seed=seed)


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES)
def test_many_wounded_files_are_never_a_traceback(source: Source, tmp_path: Path) -> None:
    for seed in range(1000, 1000 + (40 if source.name in READ_APART else 400)):
        read_wounded(source, tmp_path, seed=seed)
