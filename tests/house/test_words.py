"""The project speaks of itself alone."""

import re
import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
# A path of somebody's machine or the address of a package registry has no place in a commit.
LEAK = re.compile(
    r"/(?:home|root|Users)/\w+|/work/(?:main|shared)|(?<!emit-)(?:index|extra-index)-url|pypi\.org|npmjs\.org"
)
SELF = Path(__file__).name


def test_no_path_of_a_machine_and_no_registry_stands_in_the_project() -> None:
    names = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True)
    leaks = []
    for name in names.stdout.splitlines():
        path = PROJECT / name
        if path.name == SELF or path.suffix in {".png", ".zip", ".sqlite"} or not path.exists():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if LEAK.search(line):
                leaks.append(f"{name}:{number}: {line.strip()[:80]}")
    assert leaks == []
