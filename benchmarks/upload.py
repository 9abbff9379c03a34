"""How long a file of a gigabyte takes into the server, and how much memory the server uses for it.

    python -m benchmarks.upload [MEGABYTES]

Once in parts with their hashes, as the page sends it, and once by the plain form; then a look at a table in a
zip of that size. A new server each; the home lies where temporary files do. The figures go to
results/upload.json.
"""

import base64
import hashlib
import json
import os
import platform
import re
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
from tests.web.serving import Served, served

RESULT = Path(__file__).parent / "results" / "upload.json"
PART = 8 << 20
MEGABYTE = 1_000_000


def packed(folder: Path, megabytes: int) -> Path:
    """Makes a zip with a small table beside bytes that nobody knows."""
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("diary.csv", "date,caffeine_mg\n2026-01-01,95\n2026-01-02,0\n")
        with archive.open("photo.bin", "w") as member:
            for _ in range(megabytes):
                member.write(os.urandom(MEGABYTE))
    return path


def in_parts(browser: httpx2.Client, path: Path) -> str:
    """Sends a file as the page does; gives its page."""
    new = {"name": path.name, "size_bytes": path.stat().st_size}
    held = browser.post("/api/uploads", json=new).json()
    with path.open("rb") as file:
        while part := file.read(PART):
            digest = base64.b64encode(hashlib.sha256(part).digest()).decode()
            headers = {"content-type": "application/octet-stream", "content-digest": f"sha-256=:{digest}:"}
            place = f"/api/uploads/{held['id']}?offset={held['offset']}"
            held = browser.put(place, content=part, headers=headers).raise_for_status().json()
    return f"/bring-in/{held['id']}"


def by_form(browser: httpx2.Client, path: Path) -> str:
    """Sends a file as a form without a script does; gives its page."""

    def body() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="export.zip"\r\n\r\n'
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                yield part
        yield b"\r\n--x--\r\n"

    headers = {"content-type": "multipart/form-data; boundary=x"}
    return str(browser.post("/bring-in/file", content=body(), headers=headers).headers["location"])


def looked(browser: httpx2.Client, page: str) -> float:
    """Gives how long a look takes, seconds."""
    began = time.perf_counter()
    while 'http-equiv="refresh"' in browser.get(page).text:
        time.sleep(0.1)
    return time.perf_counter() - began


def peak_mb(running: Served) -> int:
    """Gives the most memory that the server ever had."""
    status = Path(f"/proc/{running.process.pid}/status").read_text(encoding="utf-8")
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) // 1024


def measured(path: Path, folder: Path, way: Any) -> dict[str, float]:
    """Sends a file one way to a new server."""
    with (
        served(folder / way.__name__) as running,
        httpx2.Client(base_url=running.address, timeout=600) as browser,
    ):
        browser.get(running.opening)
        browser.get("/bring-in")
        idle = peak_mb(running)
        began = time.perf_counter()
        page = way(browser, path)
        sent_s = time.perf_counter() - began
        after = peak_mb(running)
        look_s = looked(browser, page)
        return {
            "sent_s": round(sent_s, 1),
            "idle_peak_mb": idle,
            "peak_while_sent_mb": after,
            "look_s": round(look_s, 1),
            "peak_with_look_mb": peak_mb(running),
        }


def main() -> None:
    """Measures and writes."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = packed(folder, megabytes)
        document = {
            "command": f"python -m benchmarks.upload {megabytes}",
            "python": platform.python_version(),
            "load_before": round(os.getloadavg()[0], 1),
            "file_bytes": path.stat().st_size,
            "in_parts": measured(path, folder, in_parts),
            "by_form": measured(path, folder, by_form),
        }
    RESULT.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(document, indent=2))


if __name__ == "__main__":
    main()
