"""Devices: which browsers may come in, how a phone is added, and how one is taken off."""

from typing import Any

import segno
from fastapi import APIRouter
from starlette.responses import Response

from untwitch.actions import devices
from untwitch.actions.certificates import LOCAL_NAME
from untwitch.actions.session import Session
from untwitch.facts.device import Device
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.web.hosting import Hosting
from untwitch.web.lan import Lan
from untwitch.web.lobby import in_groups
from untwitch.web.pairing import FORGET
from untwitch.web.visit import Form, Visit, Visitor, go

router = APIRouter(include_in_schema=False)
LETTERS_A_GROUP = 4


@router.get("/devices")
def listed(visit: Visitor) -> Response:
    """Shows the browsers that may come in."""
    hosting = _hosting(visit)
    own = hosting.session()
    found = [_told(each, own, is_this=each == visit.device) for each in devices.devices(own)]
    return visit.page(
        "devices.html",
        title="Devices",
        devices=found,
        lan=hosting.lan,
        is_phone=hosting.is_secure,
    )


@router.post("/devices/revoke")
def revoked(visit: Visitor, form: Form) -> Response:
    """Takes a browser off the list; the one that asks forgets what it holds."""
    gone = form.get("device", "")
    devices.revoke(_hosting(visit).session(), gone)
    answer = go("/devices")
    if gone == visit.device.device_id:
        answer.headers["clear-site-data"] = FORGET
    return answer


@router.post("/devices/phone")
def codes(visit: Visitor, form: Form) -> Response:
    """Shows the codes that let one phone in, on the machine itself only.

    Raises:
        Refused: Phones are not let in, or this is one.
    """
    hosting = _hosting(visit)
    lan = hosting.lan
    if lan is None or hosting.is_secure:
        raise Refused("A phone is added on the computer where untwitch serve --lan runs.")
    if not lan.addresses:
        raise Refused("This computer is in no home network now. Connect it to the Wi-Fi of the phone first.")
    host = form.get("host") or (LOCAL_NAME if lan.is_announced else lan.addresses[0])
    if host not in lan:
        raise Refused(f"This computer is not {host!r} now; show the codes anew.")
    word = hosting.tokens.new(is_phone=True)
    return visit.page("phone_codes.html", title="Add a phone", **_codes(lan, host, word))


def _hosting(visit: Visit) -> Hosting:
    hosting: Hosting = visit.request.app.state.hosting
    return hosting


def _told(device: Device, session: Session, *, is_this: bool) -> dict[str, Any]:
    def day(utc_ms: int) -> str:
        return Instant(utc_ms, session.now.zone, "guess").local_day().isoformat()

    return {
        "id": device.device_id,
        "name": device.name,
        "paired": day(device.paired_ms),
        "seen": day(device.seen_ms),
        "is_this": is_this,
    }


def _codes(lan: Lan, host: str, word: str) -> dict[str, Any]:
    groups = [word[at : at + LETTERS_A_GROUP] for at in range(0, len(word), LETTERS_A_GROUP)]
    trust = lan.trust_address(host=next(iter(lan.addresses)) if host == LOCAL_NAME else host)
    return {
        "host": host,
        "others": [each for each in (LOCAL_NAME, *lan.addresses) if each != host],
        "fingerprint": in_groups(lan.certificates.fingerprint),
        "trust_address": trust.partition("/ca/")[0],
        "trust_code": drawn(trust, title="Code 1: the page with the certificate"),
        "pair_address": lan.app_address("/pair", host=host),
        "pair_code": drawn(lan.app_address(f"/open?token={word}", host=host), title="Code 2: opens the app"),
        "typed": " ".join(groups),
    }


def drawn(address: str, *, title: str) -> str:
    """Gives a code for a camera as SVG, dark on light in every theme.

    Args:
        address: What it says.
        title: What is read out in its place.
    """
    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(
        scale=4,
        border=4,
        dark="#000",
        light="#fff",
        svgclass="code",
        lineclass=None,
        omitsize=True,
        title=title,
    )
