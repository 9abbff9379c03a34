import dataclasses
import socket
import ssl
import threading
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from untwitch.actions.session import Session
from untwitch.facts.instant import Instant
from untwitch.web.lan import Lan


def shown(lan: Lan, name: str, **client: ssl.TLSVersion) -> x509.Certificate:
    """Gives the certificate shown to a client that trusts the authority of this home and checks the name."""
    trusted = x509.load_der_x509_certificate(lan.certificates.authority).public_bytes(Encoding.PEM)
    context = ssl.create_default_context(cadata=trusted.decode())
    # The certificates of the tests are of a fixed day.
    if client:
        context.set_ciphers("ALL:@SECLEVEL=0")
    context.verify_flags |= ssl.VerifyFlags(0x200000)  # X509_V_FLAG_NO_CHECK_TIME
    for key, value in client.items():
        setattr(context, key, value)
    one, other = socket.socketpair()
    faults: list[Exception] = []

    def serve() -> None:
        try:
            lan.context.wrap_socket(one, server_side=True).close()
        except OSError as error:
            faults.append(error)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with context.wrap_socket(other, server_hostname=name) as secured:
            data = secured.getpeercert(binary_form=True)
    finally:
        other.close()
        one.close()
        thread.join()
    assert data is not None
    return x509.load_der_x509_certificate(data)


@pytest.mark.parametrize("name", ["192.168.1.5", "127.0.0.1", "untwitch.local", "localhost"])
def test_who_trusts_this_home_is_shown_a_good_certificate(lan: Lan, name: str) -> None:
    assert name in lan
    shown(lan, name)


@pytest.mark.parametrize("name", ["192.168.1.6", "other.local"])
def test_under_a_foreign_name_it_is_refused(lan: Lan, name: str) -> None:
    assert name not in lan
    with pytest.raises(ssl.SSLCertVerificationError):
        shown(lan, name)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")
def test_old_kinds_of_tls_are_refused(lan: Lan) -> None:
    shown(lan, "localhost", maximum_version=ssl.TLSVersion.TLSv1_2)
    with pytest.raises(OSError, match=r"(?i)protocol|version|alert|closed|eof|reset"):
        shown(
            lan, "localhost", minimum_version=ssl.TLSVersion.TLSv1_1, maximum_version=ssl.TLSVersion.TLSv1_1
        )


def test_a_new_address_is_followed_without_a_new_start(session: Session) -> None:
    here = ["192.168.1.5"]
    lan = Lan(lambda: session, port=1, lobby_port=2, addresses=lambda: tuple(here))
    before = shown(lan, "192.168.1.5")
    assert not lan.look_again()
    here[:] = ["10.0.0.7"]
    assert lan.look_again()
    assert "10.0.0.7" in lan
    assert "192.168.1.5" not in lan
    assert lan.addresses == ("10.0.0.7",)
    assert shown(lan, "10.0.0.7").serial_number != before.serial_number
    assert not lan.look_again()


def test_a_certificate_about_to_end_is_renewed(session: Session) -> None:
    now = [session]
    lan = Lan(lambda: now[0], port=1, lobby_port=2, addresses=lambda: ("192.168.1.5",))
    until = lan.certificates.until
    now[0] = dataclasses.replace(session, now=Instant(session.now.utc_ms + 370 * 86_400_000, "UTC", "guess"))
    assert lan.look_again()
    assert lan.certificates.until > until


def test_addresses_for_phones_name_scheme_port_and_fingerprint(lan: Lan, tmp_path: Path) -> None:
    assert lan.app_address("/pair", host="untwitch.local") == "https://untwitch.local:8778/pair"
    assert (
        lan.trust_address(host="192.168.1.5") == f"http://192.168.1.5:8779/ca/{lan.certificates.fingerprint}"
    )
    assert lan.announceable == ("192.168.1.5",)


def test_this_machine_alone_is_not_told_to_the_network(session: Session) -> None:
    lan = Lan(lambda: session, port=1, lobby_port=2, addresses=lambda: ("127.0.0.1", "203.0.113.9"))
    assert lan.addresses == ("127.0.0.1",)
    assert lan.announceable == ()
