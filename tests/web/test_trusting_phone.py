"""A phone in the same network: it trusts this home, is let in once, and keeps pages for when it is alone."""

import os
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from cryptography.x509 import DNSName
from tests.actions.test_certificates import signed
from tests.web.serving import Served, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

LAN = ("--lan", "--lan-port", "0", "--address", "127.0.0.1")
SHOWN = """() => navigator.serviceWorker.ready.then((found) => ({
  isSecure: window.isSecureContext, scope: new URL(found.scope).pathname,
  subtle: !!crypto.subtle, motion: "DeviceMotionEvent" in window,
}))"""


@contextmanager
def chromium(
    browser: "Browser", profile: Path, *, trusts: bytes | None, maps: str = ""
) -> "Iterator[BrowserContext]":
    """Gives a browser with a trust store of its own, as a phone has one."""
    certutil, path = shutil.which("certutil"), shutil.which("chromium") or shutil.which("chromium-browser")
    if certutil is None or path is None:
        pytest.skip("no certutil here to make a trust store with; sh tests/browser.sh installs it")
    store = profile / ".pki" / "nssdb"
    store.mkdir(parents=True)
    subprocess.run([certutil, "-d", f"sql:{store}", "-N", "--empty-password"], check=True)
    if trusts is not None:
        held = profile / "untwitch.crt"
        held.write_bytes(trusts)
        command = [certutil, "-d", f"sql:{store}", "-A", "-t", "C,,", "-n", "untwitch", "-i", str(held)]
        subprocess.run(command, check=True)
    rules = [f"--host-resolver-rules={maps}"] if maps else []
    made = browser.browser_type.launch_persistent_context(
        str(profile / "profile"),
        executable_path=path,
        args=["--no-sandbox", *rules],
        env={**os.environ, "HOME": str(profile)},
    )
    try:
        yield made
    finally:
        made.close()


def certificate_of(running: Served) -> bytes:
    with urlopen(f"http://127.0.0.1:{running.said['phones']['certificate_port']}/untwitch.crt") as answer:
        return bytes(answer.read())


@pytest.mark.slow
def test_a_phone_that_trusts_this_home_has_a_safe_way_and_keeps_pages(
    browser: "Browser", tmp_path: Path
) -> None:
    with served(tmp_path / "home", *LAN) as running:
        port = running.said["phones"]["port"]
        maps = "MAP untwitch.local 127.0.0.1, MAP other.local 127.0.0.1"
        with chromium(browser, tmp_path / "phone", trusts=certificate_of(running), maps=maps) as phone:
            page = phone.new_page()
            computer = phone.new_page()
            computer.goto(running.opening)
            for host in ("127.0.0.1", "untwitch.local", "localhost"):
                computer.goto(f"{running.address}/devices")
                computer.get_by_role("button", name="Show the codes").click()
                typed = computer.locator(".fingerprint").last.inner_text()
                page.goto(f"https://{host}:{port}/pair")
                page.get_by_label("The words under the code").fill(typed)
                page.get_by_role("button", name="Let this browser in").click()
                page.wait_for_url(f"https://{host}:{port}/phone")
                found = page.evaluate(SHOWN)
                assert found == {"isSecure": True, "scope": "/", "subtle": True, "motion": True}
                page.goto(f"https://{host}:{port}/open?token={typed.replace(' ', '')}")
                assert "That did not open" in page.content()
            with pytest.raises(Exception, match="ERR_CERT_COMMON_NAME_INVALID"):
                page.goto(f"https://other.local:{port}/")


@pytest.mark.slow
def test_a_browser_that_does_not_trust_this_home_warns(browser: "Browser", tmp_path: Path) -> None:
    with (
        served(tmp_path / "home", *LAN) as running,
        chromium(browser, tmp_path / "phone", trusts=None) as phone,
        pytest.raises(Exception, match="ERR_CERT_AUTHORITY_INVALID"),
    ):
        phone.new_page().goto(f"https://127.0.0.1:{running.said['phones']['port']}/")


class Thief(SimpleHTTPRequestHandler):
    """Answers everything with a page of its own."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<title>stolen</title>")

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def answering(certificate: Path) -> Iterator[int]:
    """Runs a server that shows a certificate; gives its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with ThreadingHTTPServer(("127.0.0.1", 0), Thief) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@pytest.mark.slow
def test_a_phone_believes_a_stolen_key_for_this_home_only(browser: "Browser", tmp_path: Path) -> None:
    home, names = tmp_path / "home", (DNSName("untwitch.local"), DNSName("bank.example"))
    now_ms = time.time_ns() // 1_000_000
    with served(home, *LAN) as running:
        authority = certificate_of(running)
    maps = "MAP untwitch.local 127.0.0.1, MAP bank.example 127.0.0.1"
    with chromium(browser, tmp_path / "phone", trusts=authority, maps=maps) as phone:
        page = phone.new_page()
        with answering(signed(home, tmp_path, names[0], at_ms=now_ms)) as port:
            page.goto(f"https://untwitch.local:{port}/")
            assert page.title() == "stolen"
        with answering(signed(home, tmp_path, *names, at_ms=now_ms)) as port:
            for host in ("bank.example", "untwitch.local"):
                with pytest.raises(Exception, match="ERR_CERT_INVALID"):
                    page.goto(f"https://{host}:{port}/")
