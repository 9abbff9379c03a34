import dataclasses
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from starlette.testclient import TestClient
from tests.check.cases import PICTURES, calm
from tests.reading import grade
from tests.web import looks
from tests.web.answering import begun, walked
from tests.web.forms import form_to
from tests.web.serving import Served
from tests.web.words import words_of

from untwitch.actions import check_ask
from untwitch.actions.check_memory import remember_mode
from untwitch.actions.kept_check import keep_check, kept_check
from untwitch.actions.log import Details, log
from untwitch.actions.session import Session
from untwitch.check.verdict import verdict
from untwitch.facts.instant import Instant
from untwitch.web.app import create_app
from untwitch.web.hosting import Hosting

if TYPE_CHECKING:
    from playwright.sync_api import Page

NOW_MS = 1_773_171_000_000


def send(client: TestClient, **fields: str) -> str:
    """Answers the present screen; gives the next page, or the same one where something is wrong."""
    shown = client.get("/check").text
    screen = form_to(shown, "/check").fields["screen"]
    sent = client.post(
        "/check", data={"screen": screen, **{name.replace("__", "."): each for name, each in fields.items()}}
    )
    return sent.text if sent.status_code == 422 else client.get("/check", follow_redirects=True).text


def passed(session: Session) -> None:
    """Answers none of these on the four screens before `who`."""
    for key in ("danger_now", "face_and_strength", "pain_and_feeling", "fluids_and_heat"):
        check_ask.answer(session, key=key, form={"none": "on"})


def screen_of(client: TestClient) -> str:
    return form_to(client.get("/check").text, "/check").fields["screen"]


def test_somebody_with_an_ordinary_twitch_is_led_to_an_answer_that_is_kept(
    client: TestClient, session: Session
) -> None:
    begun(client)
    page = walked(client, calm())
    assert "You can look after this at home for now" in page
    assert "No clinician has reviewed this." in page
    assert 'href="/first/now"' in page
    assert "Answered on 2026-03-10." in page
    kept = kept_check(session)
    assert kept is not None
    assert kept.answer == verdict(kept.facts)
    assert kept.answer["urgency"] == "self_care"
    assert kept.facts["twitch_sites"] == ["calf_left"]
    assert grade(words_of(page), exempt=["medicines", "ambulance"]) <= 8


def in_any_order(value: object) -> object:
    return sorted(value, key=str) if isinstance(value, list) else value


@pytest.mark.slow
@pytest.mark.parametrize("rule", PICTURES)
def test_every_picture_gives_on_the_pages_what_its_facts_give(
    client: TestClient, session: Session, rule: str
) -> None:
    facts = calm(**PICTURES[rule])
    begun(client, whom=str(facts["asked_for"]))
    page = walked(client, facts)
    assert ("Get help now" in page) is (verdict(facts)["urgency"] == "emergency")
    if facts["asked_for"] != "self":
        return
    kept = kept_check(session)
    assert kept is not None
    same = {name: value for name, value in kept.facts.items() if name in facts and name != "medicines"}
    assert {name: in_any_order(facts[name]) for name in same} == {
        name: in_any_order(value) for name, value in same.items()
    }
    assert kept.answer["urgency"] == verdict(facts)["urgency"]


def test_an_emergency_shows_help_at_once_and_before_anything_that_is_wrong(client: TestClient) -> None:
    begun(client, country="GB")
    page = send(client, t__fainted="on", t__heartbeat="on")
    assert "<h1>Get help now" in page
    main = page[page.index("<main") :]
    assert main.index("tel:999") < main.index("<h2>")
    assert "/first/now" not in page


def test_without_a_country_the_number_is_said_with_where_to_set_it(client: TestClient) -> None:
    begun(client)
    page = send(client, t__fainted="on")
    assert "tel:112" in page
    assert "tel:911" in page
    assert "Set your country" in page


def test_an_empty_screen_is_never_taken_as_no(client: TestClient) -> None:
    begun(client)
    assert "If nothing does, tick none of these." in send(client)
    assert screen_of(client) == "danger_now"
    both = send(client, none="on", t__agitated="on")
    assert "You ticked a line and also none of these." in both
    assert 'name="t.agitated" value="on" checked' in both
    assert screen_of(client) == "danger_now"


def test_a_line_with_choices_asks_which_one_and_takes_not_sure(client: TestClient) -> None:
    begun(client)
    page = send(client, t__chest_pain_or_tightness="on")
    assert "Please choose one line, or not sure." in page
    page = send(client, t__chest_pain_or_tightness="on", v__chest_pain_or_tightness="?")
    assert 'value="face_and_strength"' in page


def test_follow_ups_stand_on_the_same_screen_and_what_was_said_stays(client: TestClient) -> None:
    begun(client)
    heart = {"t__heartbeat": "on", "v__heartbeat": "skips_sometimes"}
    page = send(client, **heart)
    assert "A little more about that" in page
    assert 'name="v.pulse_bpm"' in page
    assert 'value="skips_sometimes" checked' in page
    page = send(client, **heart, v__pulse_bpm="900")
    assert "Please write a number from 15 to 300, or leave it empty." in page
    assert 'value="900"' in page
    assert 'value="face_and_strength"' in send(client, **heart, v__pulse_bpm="")


def test_going_back_keeps_what_was_said(client: TestClient) -> None:
    begun(client)
    heart = {"t__heartbeat": "on", "v__heartbeat": "skips_sometimes", "v__pulse_bpm": "70"}
    send(client, **heart)
    send(client, **heart)
    send(client, none="on")
    assert screen_of(client) == "pain_and_feeling"
    client.post("/check/back")
    assert 'name="none" value="on" checked' in client.get("/check").text
    client.post("/check/back")
    page = client.get("/check").text
    assert 'value="skips_sometimes" checked' in page
    assert 'name="v.pulse_bpm" value="70"' in page
    assert 'value="face_and_strength"' in send(client, **heart)
    assert 'name="none" value="on" checked' in client.get("/check").text
    client.post("/check/back")
    client.post("/check/back")
    assert "Very unwell right now?" in client.get("/check").text
    assert 'action="/check/begin"' in client.get("/check").text


def test_an_answer_to_a_screen_of_before_goes_on_from_there(client: TestClient) -> None:
    begun(client)
    send(client, none="on")
    send(client, none="on")
    client.post("/check", data={"screen": "danger_now", "t.agitated": "on"})
    assert screen_of(client) == "face_and_strength"
    client.post("/check", data={"screen": "mood", "none": "on"})
    assert screen_of(client) == "face_and_strength"


def test_a_killed_server_loses_nothing_that_was_answered(client: TestClient, hosting: Hosting) -> None:
    begun(client)
    send(client, none="on")
    heart = {"t__pain_severity_0_10": "on", "v__pain_severity_0_10": "3"}
    send(client, none="on")
    send(client, **heart)
    secret = client.cookies["untwitch"]
    with TestClient(create_app(hosting), base_url="http://127.0.0.1:8777", follow_redirects=False) as again:
        again.cookies.set("untwitch", secret)
        page = again.get("/check").text
    assert 'value="pain_and_feeling"' in page
    assert 'name="v.pain_severity_0_10" value="3"' in page
    assert 'name="v.pain_kind"' in page


def test_medicines_are_asked_about_once_they_are_named(client: TestClient, session: Session) -> None:
    begun(client)
    passed(session)
    check_ask.answer(session, key="who", form={"v.age_years": "40", "v.sex": "male"})
    assert screen_of(client) == "medicines"
    page = send(client, t__medicines="on", v__medicines="lithum, magnesium")
    assert "Did you mean one of these?" in page
    assert "<legend>magnesium</legend>" in page
    rows = {"m.0.name": "lithum", "m.1.name": "magnesium", "t.medicines": "on"}
    page = send(client, **rows, **{"m.0.started_days_ago": "long"})
    assert "is no number of days" in page
    page = send(client, **rows, **{"m.0.meant": "lithium", "m.0.started_days_ago": "400", "m.1.gone": "on"})
    assert "conditions_and_events" in page
    client.post("/check/back")
    page = client.get("/check").text
    assert 'name="m.0.name" value="lithium"' in page
    assert 'name="m.0.started_days_ago" value="400"' in page
    assert "magnesium" not in page


def test_a_check_about_somebody_else_is_not_kept(client: TestClient, session: Session) -> None:
    begun(client, whom="my_child")
    assert "Page 1, of 12 at most." in client.get("/check").text
    page = send(client, t__fainted="on")
    assert "it is not kept" in page
    assert kept_check(session) is None
    client.post("/check/forget")
    assert client.get("/check/answer").headers["location"] == "/check"
    assert 'action="/check/begin"' in client.get("/check").text


def test_where_a_region_wants_the_list_no_result_is_shown(client: TestClient, session: Session) -> None:
    remember_mode(session, "list")
    begun(client)
    page = send(client, t__fainted="on")
    assert "This is a list of signs, the same for everybody." in page
    assert "Get help now" not in page
    assert kept_check(session) is None


def test_whom_it_is_about_has_to_be_said(client: TestClient) -> None:
    answer = client.post("/check/begin", data={})
    assert answer.status_code == 422
    assert "Please say whom it is about." in answer.text
    assert client.post("/check/begin", data={"whom": "my_dog"}).status_code == 422
    assert client.post("/check/begin", data={"whom": "self", "country": "XX"}).status_code == 422


def test_a_screen_without_a_check_leads_to_the_beginning(client: TestClient) -> None:
    assert client.post("/check", data={"screen": "mood"}).headers["location"] == "/check"
    client.post("/check/back")
    client.post("/check/changed", data={"changed": "no"})
    client.post("/check/again", data={"changed": "yes"})
    assert 'action="/check/begin"' in client.get("/check").text
    begun(client)
    assert client.get("/check/answer").headers["location"] == "/check"


def test_what_the_diary_knows_stands_there_to_be_confirmed(client: TestClient, session: Session) -> None:
    log(session, ["person", "birth year 1980"])
    log(session, ["medicine", "sertraline"], Details(days={"started": "2025-03-10"}))
    begun(client)
    passed(session)
    page = client.get("/check").text
    assert 'name="v.age_years" value="46"' in page
    assert "From your record: 46 years" in page
    page = send(client, v__age_years="46", v__sex="male")
    assert 'name="t.medicines" value="on" checked' in page
    assert 'name="m.0.started_days_ago" value="365"' in page
    begun(client, whom="my_child")
    passed(session)
    assert 'name="v.age_years" value=""' in client.get("/check").text


def test_within_a_week_the_dated_answer_is_shown_and_what_changed_is_asked(
    client: TestClient, session: Session
) -> None:
    keep_check(session, facts=calm(), answer=verdict(calm()))
    page = client.get("/check").text
    assert "On 2026-03-10 you answered these questions." in page
    assert "You can look after this at home for now" in page
    assert client.post("/check/again", data={"changed": "no"}).headers["location"] == "/plan"
    assert "On 2026-03-10 you answered these questions." in client.get("/check").text
    client.post("/check/again", data={"changed": "yes"})
    assert 'action="/check/begin"' in client.get("/check").text
    begun(client)
    assert screen_of(client) == "danger_now"


def test_what_the_diary_opened_is_asked_alone_and_then_what_else_changed(
    client: TestClient, session: Session
) -> None:
    keep_check(session, facts=calm(), answer=verdict(calm()))
    log(session, ["weakness"])
    assert "Your diary has noticed something since then." in client.get("/check").text
    client.post("/check/again", data={"changed": ""})
    page = client.get("/check").text
    assert "On 10 March 2026 your diary names something weak." in page
    assert "One question." in page
    page = send(client, v__weakness="feels_weak")
    assert "A little more about that" in page
    page = send(client, v__weakness="feels_weak", v__weakness_worsening="no", v__weakness_gone_now="no")
    assert "Has anything else changed" in page
    client.post("/check/changed", data={"changed": "no"})
    page = client.get("/check", follow_redirects=True).text
    assert "You can look after this at home" not in page
    kept = kept_check(session)
    assert kept is not None
    assert kept.facts["weakness"] == "feels_weak"
    assert kept.facts["twitch_since_days"] == 3


def test_what_was_asked_alone_is_not_asked_again_where_more_has_changed(
    client: TestClient, session: Session
) -> None:
    keep_check(session, facts=calm(), answer=verdict(calm()))
    log(session, ["weakness"])
    client.post("/check/again", data={"changed": ""})
    send(client, v__weakness="none")
    client.post("/check/changed", data={"changed": "yes"})
    begun(client)
    page = send(client, none="on")
    assert 'value="face_and_strength"' in page
    assert "t.face_droop" in page
    assert "weakness" not in form_to(page, "/check").names


def test_an_emergency_that_the_diary_opened_shows_help_at_once(client: TestClient, session: Session) -> None:
    keep_check(session, facts=calm(), answer=verdict(calm()))
    log(session, ["weakness"])
    client.post("/check/again", data={"changed": ""})
    send(client, v__weakness="cannot_do_things")
    page = send(
        client, v__weakness="cannot_do_things", v__weakness_onset="sudden", v__weakness_both_sides="no"
    )
    assert "Get help now" in page


def test_a_check_of_yesterday_is_begun_anew(client: TestClient, hosting: Hosting, session: Session) -> None:
    begun(client)
    later = dataclasses.replace(session, now=Instant(NOW_MS + 86_400_000, "Europe/Berlin", "guess"))
    tomorrow = dataclasses.replace(hosting, session=lambda: later)
    secret = client.cookies["untwitch"]
    with TestClient(create_app(tomorrow), base_url="http://127.0.0.1:8777", follow_redirects=False) as again:
        again.cookies.set("untwitch", secret)
        assert 'action="/check/begin"' in again.get("/check").text


def test_every_rule_can_be_read_with_its_source(client: TestClient) -> None:
    page = client.get("/check/rules").text
    assert page.count("<h2>") == 63
    assert "No clinician has reviewed this." in page


def test_the_first_pages_read_at_grade_8(client: TestClient) -> None:
    assert grade(words_of(client.get("/check").text)) <= 8
    assert grade(words_of(begun(client))) <= 8


def test_screens_and_answers_are_right_in_a_browser(paired: "Page", server: Served) -> None:
    found = []
    with looks.watched(paired, server.address) as complaints:
        paired.goto(f"{server.address}/check")
        paired.get_by_label("Myself").check()
        paired.get_by_role("button", name="Begin").click()
        expect(paired.get_by_role("heading", level=1)).to_contain_text("Now or within the last day")
        opened = paired.get_by_label("skips or stumbles once in a while")
        expect(opened).to_be_hidden()
        paired.get_by_label("A heartbeat that is not as always", exact=False).check()
        expect(opened).to_be_visible()
        found += looks.faults(paired)
        opened.check()
        paired.get_by_role("button", name="Go on").click()
        expect(paired.get_by_role("heading", level=2)).to_have_text("A little more about that")
        found += looks.faults(paired)
        paired.get_by_label("Fainted", exact=False).check()
        paired.get_by_role("button", name="Go on").click()
        expect(paired.get_by_role("heading", level=1)).to_contain_text("Get help now")
        found += looks.faults(paired)
    assert found == []
    assert complaints == []
