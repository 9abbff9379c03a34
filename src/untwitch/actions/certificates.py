"""The certificates of a home, so that a phone in the same network can speak HTTPS with it.

An authority of its own signs a certificate for this machine. The authority may name nothing but
`untwitch.local`, this machine and private addresses (name constraints, RFC 5280 section 4.2.1.10), so that
a phone that trusts it trusts it for nothing else, even if its key were stolen.

    authority  |---------------------------- ten years ----------------------------|
    server        |------- 397 days -------|
                                       |------- renewed 30 days before -------|
"""

import datetime as dt
import ipaddress
import os
import secrets
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from untwitch.actions.session import Session
from untwitch.facts.refused import Refused

FOLDER = "keys"
AUTHORITY, SERVER = "authority.pem", "server.pem"
LOCAL_NAME = "untwitch.local"
NAMES = (LOCAL_NAME, "localhost")
LOOPBACK = "127.0.0.1"
NETWORKS = tuple(
    ipaddress.ip_network(each)
    for each in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16")
)
"""The addresses of home networks (RFC 1918, RFC 3927) and of this machine: all that is ever certified."""
_AUTHORITY_AGE = dt.timedelta(days=3653)
_SERVER_AGE = dt.timedelta(days=397)
"""Apple takes no longer ones than 398 days from most authorities, and 825 from a person's own."""
_RENEWED_BEFORE = dt.timedelta(days=30)
_CLOCKS_DIFFER = dt.timedelta(days=1)
_PEM = serialization.Encoding.PEM


@dataclass(frozen=True, slots=True)
class Certificates:
    """What the server shows, and what a phone must trust.

    Attributes:
        server: File with the server's key and certificate.
        authority: The authority's certificate, DER.
        addresses: The addresses it is good for, beside the fixed names.
        until: When the server's certificate ends.
    """

    server: Path
    authority: bytes
    addresses: tuple[str, ...]
    until: dt.datetime

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the authority's certificate, hexadecimal."""
        return fingerprint_of(self.authority)


def fingerprint_of(authority: bytes) -> str:
    """Gives the SHA-256 of a certificate, hexadecimal.

    Args:
        authority: The certificate, DER.
    """
    return x509.load_der_x509_certificate(authority).fingerprint(hashes.SHA256()).hex()


def is_certifiable(address: str) -> bool:
    """Says whether an address belongs to a home network, and so can be certified.

    Args:
        address: As text.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(found in each for each in NETWORKS)


def checked_addresses(addresses: Iterable[str]) -> tuple[str, ...]:
    """Gives addresses that a person named back.

    Args:
        addresses: As typed.

    Raises:
        Refused: One is none of a home network.
    """
    found = tuple(addresses)
    for each in found:
        if not is_certifiable(each):
            raise Refused(
                f"{each!r} is no address of a home network; they begin with 10., 172.16. or 192.168."
            )
    return found


def certificates(session: Session, addresses: Iterable[str]) -> Certificates:
    """Gives the certificates of a home; what is missing, about to end or for other addresses is made anew.

    Args:
        session: Place and moment.
        addresses: Where this machine is reached in its network.

    Raises:
        Refused: The kept authority cannot be read.
        OSError: The folder cannot be written.
    """
    now = dt.datetime.fromtimestamp(session.now.utc_ms / 1000, tz=dt.UTC)
    folder = session.home / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key, authority = _authority(folder / AUTHORITY, now=now)
    wanted = tuple(sorted({LOOPBACK, *filter(is_certifiable, addresses)}, key=ipaddress.ip_address))
    server = _kept_server(folder / SERVER, authority, wanted, now=now)
    if server is None:
        server = _new_server(folder / SERVER, key, authority, wanted, now=now)
    return Certificates(
        folder / SERVER,
        authority.public_bytes(serialization.Encoding.DER),
        wanted,
        server.not_valid_after_utc,
    )


def authority_of(home: Path) -> bytes | None:
    """Gives the certificate of a home's authority, DER; None where there is none or it cannot be read.

    Args:
        home: The home.
    """
    try:
        _, found = _read(home / FOLDER / AUTHORITY)
    except (OSError, ValueError, TypeError):
        return None
    return found.public_bytes(serialization.Encoding.DER)


def faults(home: Path) -> tuple[str, ...]:
    """Gives what is wrong with the keys of a home, one sentence each.

    Args:
        home: The home.
    """
    found = [
        f"{path} can be read by others on this machine; run: chmod 600 {path}"
        for path in _files(home)
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    if (home / FOLDER / AUTHORITY).exists() and authority_of(home) is None:
        found.append(str(_unreadable(home / FOLDER / AUTHORITY)))
    return tuple(found)


def forget(home: Path) -> int:
    """Overwrites and removes the keys of a home; every phone has to trust anew.

    Args:
        home: The home.

    Returns:
        How many files are gone.
    """
    found = _files(home)
    for path in found:
        with path.open("r+b", buffering=0) as file:
            file.write(bytes(path.stat().st_size))
            os.fsync(file.fileno())
        path.unlink()
    folder = home / FOLDER
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
    return len(found)


def _files(home: Path) -> list[Path]:
    folder = home / FOLDER
    return sorted(each for each in folder.iterdir() if each.is_file()) if folder.is_dir() else []


def _unreadable(path: Path) -> Refused:
    return Refused(f"{path} cannot be read; remove it, then every phone has to trust the new one")


def _authority(path: Path, *, now: dt.datetime) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    try:
        key, found = _read(path)
    except FileNotFoundError:
        return _new_authority(path, now=now)
    except (ValueError, TypeError):
        raise _unreadable(path) from None
    if found.not_valid_after_utc < now + _SERVER_AGE:
        return _new_authority(path, now=now)
    return key, found


def _new_authority(path: Path, *, now: dt.datetime) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, f"untwitch of this home {secrets.token_hex(4)}")]
    )
    allowed = [
        *(x509.DNSName(each) for each in NAMES),
        *(x509.IPAddress(each) for each in NETWORKS),
    ]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_DIFFER)
        .not_valid_after(now + _AUTHORITY_AGE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.NameConstraints(allowed, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write(path, key, made)
    return key, made


def _kept_server(
    path: Path, authority: x509.Certificate, addresses: tuple[str, ...], *, now: dt.datetime
) -> x509.Certificate | None:
    """Gives the server's certificate if it still serves."""
    try:
        _, found = _read(path)
        found.verify_directly_issued_by(authority)
    except (OSError, ValueError, TypeError, InvalidSignature):
        return None
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    is_for_these = {str(each) for each in names.get_values_for_type(x509.IPAddress)} == set(addresses)
    is_of_now = found.not_valid_before_utc <= now <= found.not_valid_after_utc - _RENEWED_BEFORE
    return found if is_for_these and is_of_now else None


def _new_server(
    path: Path,
    authority_key: ec.EllipticCurvePrivateKey,
    authority: x509.Certificate,
    addresses: tuple[str, ...],
    *,
    now: dt.datetime,
) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    names = [
        *(x509.DNSName(each) for each in NAMES),
        *(x509.IPAddress(ipaddress.ip_address(each)) for each in addresses),
    ]
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, LOCAL_NAME)]))
        .issuer_name(authority.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_DIFFER)
        .not_valid_after(now + _SERVER_AGE - _CLOCKS_DIFFER)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False
        )
        .sign(authority_key, hashes.SHA256())
    )
    _write(path, key, made)
    return made


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _read(path: Path) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """Reads a key and its certificate.

    Raises:
        OSError: The file cannot be read.
        ValueError: It does not hold both, or not of one another.
        TypeError: The key is of another kind.
    """
    with path.open("rb") as file:
        data = file.read(1 << 16)
    key = serialization.load_pem_private_key(data, password=None)
    found = x509.load_pem_x509_certificate(data)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != found.public_key():
        raise TypeError("a key of another kind or of another certificate")
    return key, found


def _write(path: Path, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> None:
    """Writes both for the eyes of this user only, whole or not at all."""
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    place = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(place, "wb") as file:
        file.write(
            key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
            + certificate.public_bytes(_PEM)
        )
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
