import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect
from starlette.testclient import TestClient
from tests.reading import grade
from tests.web import looks
from tests.web.serving import Served
from tests.web.words import words_of

from untwitch.actions.breathe import CAUTION, LOOKING_OUT, ways

if TYPE_CHECKING:
    from playwright.sync_api import Page

WITNESS = """
window.heard = []; window.felt = [];
const Real = window.AudioContext;
window.AudioContext = class extends Real { constructor() { super(); window.heard.push(1); } };
navigator.vibrate = (pattern) => { window.felt.push(pattern); return true; };
"""


def test_without_a_script_every_way_is_counted_out(client: TestClient) -> None:
    page = client.get("/breathe").text
    for way in ways():
        assert way.name.capitalize() in page
        for action, count in way.counted:
            assert f"{action.capitalize()}: {count}" in page
    for line in LOOKING_OUT:
        assert line in page
    assert page.index(CAUTION) < page.index("<form")
    assert '<form id="pacer" hidden>' in page


def test_circle_sound_and_vibration_are_off_until_chosen(client: TestClient) -> None:
    page = client.get("/breathe").text
    boxes = re.findall(r'<input type="checkbox" name="(\w+)"([^>]*)>', page)
    assert boxes == [("circle", ""), ("sound", ""), ("vibration", "")]


def test_the_page_is_the_same_for_everybody_and_reads_at_grade_8(client: TestClient) -> None:
    page = client.get("/breathe").text
    assert page == client.get("/breathe").text
    assert grade(words_of(page)) <= 8


def test_the_pacer_counts_and_stops_where_one_wants(paired: "Page", server: Served) -> None:
    paired.add_init_script(WITNESS)
    paired.clock.install()
    with looks.watched(paired, server.address) as complaints:
        paired.goto(f"{server.address}/breathe")
        paired.clock.pause_at("2100-01-01")
        paired.get_by_role("button", name="Start").click()
        paired.clock.run_for(500)
        expect(paired.locator("#phase")).to_have_text("Breathe in")
        expect(paired.locator("#count")).to_have_text("1")
        expect(paired.locator("#circle")).to_be_hidden()
        paired.clock.run_for(4000)
        expect(paired.locator("#phase")).to_have_text("Breathe out")
        paired.get_by_role("button", name="Stop").click()
        expect(paired.get_by_text("Stopped. Breathe as usual.")).to_be_visible()
        assert paired.evaluate("[window.heard.length, window.felt.length]") == [0, 0]
    assert complaints == []


def test_what_is_chosen_is_given_and_a_session_ends_with_a_whole_breath(
    paired: "Page", server: Served
) -> None:
    paired.add_init_script(WITNESS)
    paired.clock.install()
    paired.goto(f"{server.address}/breathe")
    paired.clock.pause_at("2100-01-01")
    paired.get_by_label("In, a little more in, and slowly out").check()
    paired.get_by_label("1 min", exact=True).check()
    for choice in ("A circle", "A soft sound", "A short vibration"):
        paired.get_by_label(choice).check()
    paired.get_by_role("button", name="Start").click()
    paired.clock.run_for(3200)
    expect(paired.locator("#phase")).to_have_text("A little more in")
    expect(paired.locator("#circle")).to_be_visible()
    assert float(paired.locator("#circle circle").get_attribute("r") or 0) > 70
    assert paired.evaluate("[window.heard.length, window.felt.length]") == [1, 2]
    paired.clock.run_for(58_000)
    expect(paired.get_by_text("That is it. Breathe as usual.")).to_be_visible()


def test_with_less_motion_no_circle_is_offered(paired: "Page", server: Served) -> None:
    paired.emulate_media(reduced_motion="reduce")
    paired.goto(f"{server.address}/breathe")
    expect(paired.get_by_role("button", name="Start")).to_be_visible()
    expect(paired.get_by_label("A circle")).to_be_hidden()
    assert looks.faults(paired) == []
    paired.get_by_label("Not my breath: look outward").check()
    paired.get_by_role("button", name="Start").click()
    expect(paired.locator("#phase")).to_contain_text("Keep your eyes open.")
    assert looks.faults(paired) == []
    paired.keyboard.press("Escape")
    expect(paired.get_by_text("Stopped.")).to_be_visible()
