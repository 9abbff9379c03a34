"""How quick and how light the app is over a record of ten years with a million samples.

    python -m benchmarks.long_record /tmp/long          # once
    python -m benchmarks.app_speed /tmp/long

The real command serves a copy of the record. Every page is asked for again and again once its answer is
kept; entries are saved through the form; a browser slowed down to a quarter, on a line of 1.6 Mbit/s with
150 ms, says when it first paints. Beside the time that passes, the processor time of the server is told by
the system, because that does not grow when something else keeps the machine busy. The figures go to
results/app_speed.json.
"""

import http.client
import json
import os
import platform
import shutil
import sys
import tempfile
import time
import urllib.parse
import uuid
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright
from tests.web.serving import Served, served

from untwitch.actions.session import RECORD_FILE

RESULT = Path(__file__).parent / "results" / "app_speed.json"
PAGES = (
    "/", "/understand", "/check", "/check/rules", "/evening", "/now", "/quick", "/why", "/why/caffeine",
    "/why/figures", "/why/more-days", "/better", "/plan", "/breathe", "/bring-in", "/days", "/report",
    "/settings", "/phone", "/recordings", "/more", "/devices",
)  # fmt: skip
REQUESTS, SAVES, PAINTS = 25, 60, 1
SLOWER = 4
LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
FIRST_PAINT = """() => performance.getEntriesByType("paint")
  .find((each) => each.name === "first-contentful-paint")?.startTime"""
TICKS_S = os.sysconf("SC_CLK_TCK")


class Browser:
    """One paired browser over one connection, without a screen."""

    def __init__(self, server: Served) -> None:
        self._server = server
        parts = urllib.parse.urlsplit(server.address)
        self._line = http.client.HTTPConnection(parts.netloc, timeout=300)
        self.cookie = ""
        answer, _ = self.ask("GET", server.opening.removeprefix(server.address))
        self.cookie = str(answer.getheader("set-cookie")).partition(";")[0]

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[Any, bytes]:
        """Gives an answer and its body."""
        headers = {"accept-encoding": "gzip", "cookie": self.cookie}
        if form is not None:
            headers |= {"content-type": "application/x-www-form-urlencoded", "origin": self._server.address}
        body = None if form is None else urllib.parse.urlencode(form)
        self._line.request(method, path, body=body, headers=headers)
        answer = self._line.getresponse()
        return answer, answer.read()

    def cpu_s(self) -> float:
        """Processor time that the server has used."""
        fields = Path(f"/proc/{self._server.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_S

    def until_there(self, path: str) -> tuple[float, int, int]:
        """Asks until a page is no progress any more: seconds, status and bytes."""
        begin = time.perf_counter()
        while True:
            answer, body = self.ask("GET", path)
            if answer.getheader("refresh") is None:
                return time.perf_counter() - begin, answer.status, len(body)
            time.sleep(0.1)

    def timed(self, number: int, method: str, path: str, form: Any = None) -> dict[str, float]:
        """Asks many times and gives what passed, and what the server used each time on average."""
        passed, before = [], self.cpu_s()
        for _ in range(number):
            begin = time.perf_counter()
            answer, _ = self.ask(method, path, form() if form else None)
            passed.append(1000 * (time.perf_counter() - begin))
            assert answer.status in {200, 303}, (path, answer.status)
        passed.sort()
        return {
            "median_ms": round(passed[len(passed) // 2], 1),
            "p95_ms": round(passed[int(0.95 * (len(passed) - 1))], 1),
            "server_cpu_ms": round(1000 * (self.cpu_s() - before) / number, 1),
        }


def first_paint(page: Page, address: str) -> dict[str, float]:
    """Gives when a page first paints on a slow phone and a slow line, and what came over the line."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    sizes: dict[str, float] = {}
    kinds: dict[str, str] = {}
    session.on("Network.responseReceived", lambda said: kinds.update({said["requestId"]: said["type"]}))
    session.on(
        "Network.loadingFinished",
        lambda said: sizes.update({said["requestId"]: said["encodedDataLength"]}),
    )
    page.goto(address, wait_until="networkidle")
    paint = page.evaluate(FIRST_PAINT)
    session.detach()
    scripts = sum(size for each, size in sizes.items() if kinds.get(each) == "Script")
    return {
        "first_paint_ms": round(paint),
        "bytes_of_all": round(sum(sizes.values())),
        "script_bytes": round(scripts),
    }


def painted(server: Served, pages: list[str], cookie: str) -> dict[str, dict[str, float]]:
    """Gives the median of some visits of each page, each in a browser that has nothing of it."""
    found = {}
    name, _, value = cookie.partition("=")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for path in pages:
            visits = []
            for _ in range(PAINTS):
                context = chromium.new_context(
                    viewport={"width": 360, "height": 740}, is_mobile=True, service_workers="block"
                )
                context.add_cookies([{"name": name, "value": value, "url": server.address}])
                visits.append(first_paint(context.new_page(), server.address + path))
                context.close()
            found[path] = sorted(visits, key=lambda each: each["first_paint_ms"])[PAINTS // 2]
        chromium.close()
    return found


def new_coffee() -> dict[str, str]:
    """Gives a form that keeps one coffee, under an id of its own."""
    return {"id": str(uuid.uuid4()), "what": "coffee", "amount": "1"}


def main() -> None:
    """Measures and writes."""
    with tempfile.TemporaryDirectory(dir=Path(sys.argv[1]).parent) as folder:
        home = Path(folder) / "home"
        home.mkdir()
        shutil.copy(Path(sys.argv[1]) / RECORD_FILE, home / RECORD_FILE)
        with served(home) as server:
            browser = Browser(server)
            save = browser.timed(SAVES, "POST", "/quick", new_coffee)
            print("save", save, flush=True)
            before = browser.cpu_s()
            first_s, _, _ = browser.until_there("/why")
            uncached = {"passed_s": round(first_s, 1), "server_cpu_s": round(browser.cpu_s() - before, 1)}
            pages, there = {}, []
            for path in PAGES:
                _, status, size = browser.until_there(path)
                if status != 200:
                    print(path, status, "left out", flush=True)
                    continue
                there.append(path)
                pages[path] = {**browser.timed(REQUESTS, "GET", path), "bytes": size}
                print(path, pages[path], flush=True)
            paints = painted(server, there, browser.cookie)
            for path, each in paints.items():
                pages[path] |= each
                print(path, each, flush=True)
    scripts = Path(__file__).parents[1] / "src" / "untwitch" / "web" / "static"
    document = {
        "command": "python -m benchmarks.app_speed HOME",
        "record": json.loads((Path(sys.argv[1]) / "told.json").read_text()),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load_average": [round(each, 1) for each in os.getloadavg()],
        "requests_each": REQUESTS,
        "slower": f"processor {SLOWER}x, line 1.6 Mbit/s and 150 ms",
        "first_uncached_why": uncached,
        "save": {**save, "saves": SAVES},
        "worst": {
            name: max(pages, key=lambda path: pages[path][name])
            + f": {max(each[name] for each in pages.values())}"
            for name in ("p95_ms", "server_cpu_ms", "first_paint_ms", "bytes_of_all", "script_bytes")
        },
        "script_files_bytes": sum(each.stat().st_size for each in scripts.glob("*.js")),
        "pages": pages,
    }
    RESULT.write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
