"""`--lan` while it runs: the app in HTTPS for the home network, the page with the certificate, the name."""

import dataclasses
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from socket import socket
from typing import Any

from untwitch.facts.refused import Refused
from untwitch.web.announce import Announcement
from untwitch.web.hosting import Hosting
from untwitch.web.lan import Lan
from untwitch.web.limits import Limit
from untwitch.web.listening import beside, server_of
from untwitch.web.lobby import create_lobby

LOOKED_EVERY_S = 30.0
_LOG = logging.getLogger(__name__)


@contextmanager
def phones_let_in(
    main: Hosting, lan: Lan, *, create_app: Callable[[Hosting], Any], sockets: tuple[socket, socket]
) -> Iterator[None]:
    """Opens the doors for phones until the end of the context.

    Args:
        main: Where the app runs on this machine; its words let phones in.
        lan: Where phones find it.
        create_app: Makes the app for a place.
        sockets: What the app and the page with the certificate listen on.
    """
    secure = dataclasses.replace(main, hosts=lan, port=lan.port, is_secure=True, is_near_only=True)
    lobby = dataclasses.replace(
        secure, port=lan.lobby_port, is_secure=False, asking=Limit(at_once=60, per_s=2)
    )
    app_socket, lobby_socket = sockets
    with ExitStack() as stack:
        stack.enter_context(beside(server_of(create_app(secure), context=lan.context), app_socket))
        stack.enter_context(beside(server_of(create_lobby(lobby, lan)), lobby_socket))
        stack.enter_context(_followed(lan))
        yield


@contextmanager
def _followed(lan: Lan) -> Iterator[None]:
    """Tells the network the name, and looks every so often whether this machine has another address."""
    over = threading.Event()
    announcement = Announcement()

    def follow() -> None:
        lan.is_announced = announcement.say(lan.announceable, port=lan.port)
        while not over.wait(LOOKED_EVERY_S):
            try:
                is_new = lan.look_again()
            except (Refused, OSError) as error:
                _LOG.warning("%s", error)
                continue
            if is_new:
                lan.is_announced = announcement.say(lan.announceable, port=lan.port)
        lan.is_announced = False
        announcement.stop()

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=5)
