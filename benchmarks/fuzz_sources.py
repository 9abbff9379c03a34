"""Two minutes of broken input for every source: errors that are no refusal, and memory beyond 512 MB.

    python -m benchmarks.fuzz_sources [SECONDS] [NAME ...]       changed samples, one process a source
    python -m benchmarks.fuzz_sources --guided SECONDS NAME ...  guided by coverage; needs Atheris

Guided, one source a process, is for an environment of its own that has Atheris beside what untwitch needs; it
begins from the files of the sample and from the kept cases. Inputs that break a source belong, made small,
into tests/sources/corpus. The figures go to results/fuzz_sources.json.
"""

import json
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

RESULT = Path(__file__).parent / "results" / "fuzz_sources.json"
CORPUS = Path(__file__).parent.parent / "tests" / "sources" / "corpus"
SECONDS = 120
LARGEST_RSS_MB = 512
SEED = 7


def changed_samples(seconds: float, names: list[str]) -> list[dict[str, Any]]:
    """Reads changed samples of each source in a process of its own."""
    found = []
    for name in names:
        command = [sys.executable, "-m", "tests.sources.mutation", name, str(seconds), str(SEED)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        line = (
            json.loads(run.stdout)
            if run.returncode == 0
            else {"source": name, "failures": [run.stderr[-500:]]}
        )
        found.append(line)
        print(json.dumps(line), flush=True)
        write({"changed_samples": {"seconds": seconds, "seed": SEED, "sources": found}})
    return found


def write(part: dict[str, Any]) -> None:
    """Puts a part of the figures beside those that are there."""
    document = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
    document |= {"python": platform.python_version(), "largest_rss_mb": LARGEST_RSS_MB, **part}
    RESULT.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def guided(seconds: int, names: list[str]) -> None:
    """Lets Atheris change one file of each source's sample, guided by what code it reaches."""
    from tests.sources.mutation import files_of_sample  # noqa: PLC0415 - Atheris must be there before

    lines = []
    for name in names:
        with tempfile.TemporaryDirectory() as room:
            for number, data in enumerate(files_of_sample(name).values()):
                (Path(room) / f"sample-{number}").write_bytes(data[: 1 << 16])
            for each in CORPUS.glob(f"{name}-*"):
                (Path(room) / each.name).write_bytes(each.read_bytes())
            command = [
                sys.executable, "-m", "benchmarks.fuzz_sources", "--one", name, room,
                f"-max_total_time={seconds}", f"-rss_limit_mb={LARGEST_RSS_MB}", "-timeout=20",
                "-max_len=65536", f"-artifact_prefix={room}/", "-print_final_stats=1",
            ]  # fmt: skip
            begin = time.monotonic()
            run = subprocess.run(command, capture_output=True, text=True, check=False)
            stats = dict(
                line.removeprefix("stat::").split(":")
                for line in run.stderr.splitlines()
                if line.startswith("stat::")
            )
            line = {
                "source": name,
                "inputs": int(stats.get("number_of_executed_units", 0)),
                "peak_rss_mb": int(stats.get("peak_rss_mb", 0)),
                "seconds": round(time.monotonic() - begin, 1),
                "failure": "" if run.returncode == 0 else run.stderr[-1500:],
            }
        lines.append(line)
        print(json.dumps(line), flush=True)
        write({"guided": {"seconds": seconds, "sources": lines}})


def one(name: str, arguments: list[str]) -> None:
    """Runs Atheris on one source."""
    import atheris  # noqa: PLC0415 - only the environment for it has it

    with atheris.instrument_imports(include=["untwitch"]):
        from tests.sources.mutation import read_all  # noqa: PLC0415 - watched from its import on

        from untwitch.sources import sources  # noqa: PLC0415 - same
    (source,) = (each for each in sources() if each.name == name)
    folder = Path(tempfile.mkdtemp())

    def reads(data: bytes) -> None:
        (folder / "input").write_bytes(data)
        read_all(source, folder)

    atheris.Setup([sys.argv[0], *arguments], reads)
    atheris.Fuzz()


def main() -> None:
    """Measures and writes."""
    words = sys.argv[1:]
    if words[:1] == ["--one"]:
        one(words[1], words[2:])
        return
    from untwitch.sources import BUILT_IN  # noqa: PLC0415 - Atheris must be there before

    known = list(BUILT_IN)
    if words[:1] == ["--guided"]:
        guided(int(words[1]), words[2:] or known)
    else:
        found = changed_samples(float(words[0]) if words else SECONDS, words[1:] or known)
        sys.exit(any(each["failures"] or each["peak_rss_mb"] > LARGEST_RSS_MB for each in found))


if __name__ == "__main__":
    main()
