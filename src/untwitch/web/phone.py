"""Phone: what works in this browser, what does not, and why."""

from fastapi import APIRouter
from starlette.responses import Response

from untwitch.web.hosting import Hosting
from untwitch.web.visit import Visitor

router = APIRouter(include_in_schema=False)
CHECKS: tuple[tuple[str, str, str, str], ...] = (
    (
        "secure",
        "A safe way to the computer",
        "Nobody in the network can read what you send.",
        (
            "The address begins with http and not with https, so the browser turns off most of the rest. "
            "On the computer open More, then Devices, and add this phone by its codes."
        ),
    ),
    (
        "worker",
        "Works without the computer",
        "Evening, Now, Breathe and the page about twitches open even when the computer is off.",
        "The browser keeps no pages here. A private window keeps none, nor does a way that is not safe.",
    ),
    (
        "storage",
        "Entries wait on this phone",
        "What you log while the computer is off is kept here until it is sent.",
        "The browser gives no room for entries here. A private window does not.",
    ),
    (
        "persisted",
        "Entries wait for good",
        "The browser promised not to clear them by itself.",
        (
            "The browser made no promise. It may clear entries that were not sent for some days. "
            "Adding the app to the home screen helps; so does opening it near the computer every few days."
        ),
    ),
    (
        "motion",
        "Feels movement",
        "This phone can count twitches from its movement once you start that.",
        "There is no sensor of movement that a page may use. Twitches can still be logged by hand.",
    ),
    (
        "camera",
        "Takes a photo or clip",
        "You can add one to an entry. It is never looked at by the app.",
        "A page may not use the camera here. You can still pick a photo that was taken before.",
    ),
    (
        "vibration",
        "Vibrates",
        "Breathing can be felt, if you choose that.",
        "This browser cannot vibrate; no browser on an iPhone can. Breathing works by sight or sound.",
    ),
    (
        "awake",
        "Keeps the screen on",
        "The screen stays on while you breathe or count, if you choose that.",
        "The screen may go dark while you breathe or count. A longer time until it locks helps.",
    ),
)
"""Id of the check in the script, what it is, what is so if it works, and why or what to do if it does not."""


@router.get("/phone")
async def phone(visit: Visitor) -> Response:
    """Shows the list; the script of the page fills in what this browser can do."""
    hosting: Hosting = visit.request.app.state.hosting
    return visit.page("phone.html", title="This phone", checks=CHECKS, is_secure=hosting.is_secure)
