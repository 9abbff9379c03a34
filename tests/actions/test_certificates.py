import dataclasses
import datetime as dt
import ipaddress
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from untwitch.actions import certificates as room
from untwitch.actions import doctor, export, keep
from untwitch.actions.certificates import certificates
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.record.record import Record

NOW_MS = 1_793_000_000_000
DAY_MS = 86_400_000
HERE = ("192.168.1.5",)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=Instant(NOW_MS, "UTC", "guess"))


def later(session: Session, days: float) -> Session:
    return dataclasses.replace(session, now=Instant(NOW_MS + int(days * DAY_MS), "UTC", "guess"))


def server_of(home: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate((home / "keys" / "server.pem").read_bytes())


def signed(home: Path, folder: Path, *names: x509.GeneralName, at_ms: int = NOW_MS) -> Path:
    """Signs names with the authority of a home, as somebody could who stole its key; the file holds both."""
    begin = dt.datetime.fromtimestamp(at_ms / 1000, tz=dt.UTC) - dt.timedelta(days=1)
    own = ec.generate_private_key(ec.SECP256R1())
    held = (home / "keys" / "authority.pem").read_bytes()
    key = serialization.load_pem_private_key(held, password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    authority = x509.load_pem_x509_certificate(held)
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(authority.subject)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + dt.timedelta(days=90))
        .add_extension(x509.SubjectAlternativeName(names), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "signed.pem"
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM) + own.private_bytes(serialization.Encoding.PEM, *plain)
    )
    return path


def verified(home: Path, leaf: Path, *words: str) -> str:
    """Gives what OpenSSL says of a certificate under the authority of a home."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl here to ask")
    authority = home / "authority.crt"
    held = x509.load_pem_x509_certificate((home / "keys" / "authority.pem").read_bytes())
    authority.write_bytes(held.public_bytes(serialization.Encoding.PEM))
    moment = str(NOW_MS // 1000 + 3600)
    command = [
        "openssl", "verify", "-CAfile", str(authority), "-attime", moment,
        "-purpose", "sslserver", "-x509_strict",
    ]  # fmt: skip
    run = subprocess.run([*command, *words, str(leaf)], capture_output=True, text=True, check=False)
    return run.stdout + run.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("-verify_hostname", "untwitch.local"),
        ("-verify_hostname", "localhost"),
        ("-verify_ip", "192.168.1.5"),
        ("-verify_ip", "127.0.0.1"),
    ],
)
def test_the_server_is_verified_under_its_names(session: Session, words: tuple[str, str]) -> None:
    made = certificates(session, HERE)
    assert verified(session.home, made.server, *words).endswith(": OK\n")


def test_it_is_not_verified_under_another_name(session: Session) -> None:
    made = certificates(session, HERE)
    assert "hostname mismatch" in verified(session.home, made.server, "-verify_hostname", "other.local")
    assert "IP address mismatch" in verified(session.home, made.server, "-verify_ip", "192.168.1.6")


@pytest.mark.parametrize(
    "name",
    [
        x509.DNSName("bank.example"),
        x509.DNSName("local"),
        x509.DNSName("xuntwitch.local"),
        x509.IPAddress(ipaddress.ip_address("203.0.113.7")),
        x509.IPAddress(ipaddress.ip_address("172.32.0.1")),
        x509.IPAddress(ipaddress.ip_address("2001:db8::1")),
    ],
    ids=str,
)
def test_a_stolen_key_vouches_for_no_foreign_name(
    session: Session, tmp_path: Path, name: x509.GeneralName
) -> None:
    certificates(session, HERE)
    stolen = signed(session.home, tmp_path, x509.DNSName(room.LOCAL_NAME), name)
    assert "permitted subtree violation" in verified(session.home, stolen)


def test_the_same_way_of_signing_is_verified_for_its_own_names(session: Session, tmp_path: Path) -> None:
    certificates(session, HERE)
    own = signed(
        session.home,
        tmp_path,
        x509.DNSName(room.LOCAL_NAME),
        x509.IPAddress(ipaddress.ip_address("10.1.2.3")),
    )
    assert verified(session.home, own).endswith(": OK\n")


def test_keys_are_for_this_user_only(session: Session) -> None:
    certificates(session, HERE)
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in (session.home / "keys").iterdir()}
    assert modes == {"authority.pem": 0o600, "server.pem": 0o600}
    assert stat.S_IMODE((session.home / "keys").stat().st_mode) == 0o700


def test_what_serves_is_kept(session: Session) -> None:
    first = certificates(session, HERE)
    before = server_of(session.home)
    assert certificates(later(session, 300), HERE) == first
    assert server_of(session.home) == before


@pytest.mark.parametrize(
    ("days", "addresses"), [(0, ("192.168.1.6",)), (0, ()), (367, HERE), (500, HERE), (-3, HERE)]
)
def test_the_server_is_renewed_for_new_addresses_and_near_its_end(
    session: Session, days: int, addresses: tuple[str, ...]
) -> None:
    first = certificates(session, HERE)
    before = server_of(session.home)
    again = certificates(later(session, days), addresses)
    assert again.fingerprint == first.fingerprint
    assert server_of(session.home).serial_number != before.serial_number
    assert set(again.addresses) == {"127.0.0.1", *addresses}
    assert (again.until - server_of(session.home).not_valid_before_utc).days <= 397


def test_a_server_that_cannot_be_read_or_is_of_another_home_is_made_anew(
    session: Session, tmp_path: Path
) -> None:
    made = certificates(session, HERE)
    made.server.write_bytes(b"nothing")
    assert certificates(session, HERE).until == made.until
    other = dataclasses.replace(session, home=tmp_path / "other")
    certificates(other, HERE).server.replace(made.server)
    certificates(session, HERE)
    assert verified(session.home, made.server).endswith(": OK\n")


def test_an_authority_near_its_end_is_replaced(session: Session) -> None:
    first = certificates(session, HERE)
    assert certificates(later(session, 3200), HERE).fingerprint == first.fingerprint
    assert certificates(later(session, 3300), HERE).fingerprint != first.fingerprint


def test_an_authority_that_cannot_be_read_is_not_replaced_silently(session: Session) -> None:
    certificates(session, HERE)
    path = session.home / "keys" / "authority.pem"
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(Refused, match="every phone has to trust the new one"):
        certificates(session, HERE)
    assert room.authority_of(session.home) is None
    assert "cannot be read" in room.faults(session.home)[0]


def test_a_key_beside_the_certificate_of_another_is_refused(session: Session, tmp_path: Path) -> None:
    certificates(session, HERE)
    other = dataclasses.replace(session, home=tmp_path / "other")
    certificates(other, HERE)
    mine, its = (each.home / "keys" / "authority.pem" for each in (session, other))
    mark = b"-----BEGIN CERTIFICATE"
    mine.write_bytes(mine.read_bytes().partition(mark)[0] + mark + its.read_bytes().partition(mark)[2])
    with pytest.raises(Refused, match="cannot be read"):
        certificates(session, HERE)


@pytest.mark.parametrize(
    ("address", "is_certifiable"),
    [
        ("192.168.0.1", True), ("10.9.8.7", True), ("172.31.0.1", True), ("169.254.1.1", True),
        ("127.0.0.1", True), ("172.32.0.1", False), ("8.8.8.8", False), ("100.64.0.1", False),
        ("::1", False), ("fe80::1", False), ("untwitch.local", False), ("", False),
    ],
)  # fmt: skip
def test_only_addresses_of_home_networks_are_certified(address: str, is_certifiable: bool) -> None:  # noqa: FBT001
    assert room.is_certifiable(address) == is_certifiable


def test_others_are_left_out(session: Session) -> None:
    assert certificates(session, ["203.0.113.7", "10.0.0.2"]).addresses == ("10.0.0.2", "127.0.0.1")


def test_doctor_tells_of_the_keys_and_of_one_that_others_can_read(session: Session) -> None:
    assert doctor.doctor(session).phone_key is None
    made = certificates(session, HERE)
    found = doctor.doctor(session)
    assert (found.phone_key, found.problems) == (made.fingerprint, ())
    made.server.chmod(0o644)
    assert "server.pem can be read by others" in doctor.doctor(session).problems[0]


def test_copies_and_exports_hold_no_key_and_erasing_takes_them_along(
    session: Session, tmp_path: Path
) -> None:
    certificates(session, HERE)
    with Record.open(session.record_path, now_ms=NOW_MS, device="x") as record:
        record.person()
    copy = keep.backup(session, folder=tmp_path / "disk").path
    out = tmp_path / "mine.zip"
    export.export(session, out)
    for file in (copy, out, *(tmp_path / "disk").iterdir()):
        assert b"PRIVATE KEY" not in file.read_bytes()
    assert not [each for each in (tmp_path / "disk").iterdir() if each.suffix == ".pem"]
    before = keep.erase(session, kind="twitch").rows
    assert before == 0
    assert (session.home / "keys").exists()
    keep.erase(session, everything=True)
    assert not (session.home / "keys").exists()


def test_nothing_to_forget_is_no_fault(tmp_path: Path) -> None:
    assert room.forget(tmp_path) == 0
    assert room.faults(tmp_path) == ()
