import socket

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from untwitch.facts.refused import Refused
from untwitch.web.listening import LOOPBACK, beside, listening, server_of


async def seen(request: Request) -> PlainTextResponse:
    assert request.client is not None
    return PlainTextResponse(f"{request.client.host} {request.url.scheme}")


def test_a_port_that_is_taken_is_one_sentence_that_names_the_option() -> None:
    with listening(LOOPBACK, 0) as first:
        taken = first.getsockname()[1]
        with pytest.raises(Refused) as refusal:
            listening(LOOPBACK, taken, option="--lan-port")
    assert str(refusal.value).endswith("try --lan-port 0 for any that is free")


def test_what_listens_names_its_protocol_so_that_no_answer_waits_for_the_next() -> None:
    with listening(LOOPBACK, 0) as door:
        with socket.create_connection(door.getsockname()):
            accepted, _ = door.accept()
        with accepted:
            assert accepted.proto == socket.IPPROTO_TCP


def test_a_server_beside_runs_until_the_end_and_believes_no_forwarded_address() -> None:
    app = Starlette(routes=[Route("/", seen)])
    with listening(LOOPBACK, 0) as door:
        address = f"http://{LOOPBACK}:{door.getsockname()[1]}/"
        with beside(server_of(app), door):
            headers = {"x-forwarded-for": "10.9.9.9", "x-forwarded-proto": "https"}
            answer = httpx2.get(address, headers=headers)
            assert answer.text == "127.0.0.1 http"
            assert "server" not in answer.headers
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(address)
