"""Somebody who answers the check on its pages, from the facts that are true of them."""

from collections.abc import Mapping
from typing import Any

from starlette.testclient import TestClient
from tests.web.forms import PageForm, form_to

from untwitch.knowledge.check_fact import check_facts
from untwitch.knowledge.screen import screens

_NONE = {name: value for screen in screens() for name, value in screen.none_stores.items()}


def begun(client: TestClient, whom: str = "self", country: str = "") -> str:
    """Begins a check and gives the first screen."""
    answer = client.post("/check/begin", data={"whom": whom, "country": country})
    assert answer.headers["location"] == "/check"
    return client.get("/check").text


def walked(client: TestClient, facts: Mapping[str, Any]) -> str:
    """Answers screen after screen from facts; gives the page of the answer."""
    for _ in range(60):
        shown = client.get("/check")
        if shown.status_code == 303:
            assert shown.headers["location"] == "/check/answer"
            return client.get("/check/answer").text
        sent = client.post("/check", data=filled_in(form_to(shown.text, "/check"), facts))
        assert sent.status_code == 303, sent.text
    raise AssertionError("the check does not end")


def filled_in(form: PageForm, facts: Mapping[str, Any]) -> dict[str, str]:
    """Gives a screen filled in from facts; what they do not say is not known."""
    said = {"screen": form.fields["screen"]}
    names = {name.split(".")[1] for name in form.names if name[:2] in {"t.", "v.", "c.", "n."}}
    for name in sorted(names):
        is_tick = f"t.{name}" in form.boxes
        if name not in facts:
            if is_tick:
                said |= {f"t.{name}": "on", **_not_sure(form, name)}
            continue
        value = facts[name]
        if is_tick and value == _NONE[name]:
            continue
        if is_tick:
            said[f"t.{name}"] = "on"
        said |= _written(form, name, value)
    if "none" in form.boxes and not any(name.startswith("t.") for name in said):
        said["none"] = "on"
    return said


def _not_sure(form: PageForm, name: str) -> dict[str, str]:
    if f"v.{name}" in form.radios:
        assert "?" in form.radios[f"v.{name}"]
        return {f"v.{name}": "?"}
    return {f"q.{name}": "on"} if f"q.{name}" in form.boxes else {}


def _written(form: PageForm, name: str, value: Any) -> dict[str, str]:
    kind = check_facts()[name].kind
    if kind in {"yes_or_no", "number", "choice", "text"}:
        return {f"v.{name}": {True: "yes", False: "no"}[value] if kind == "yes_or_no" else f"{value}"}
    if not value:
        return {f"n.{name}": "on"}
    if kind == "medicines":
        return _medicines(form, value)
    if kind == "events":
        days = {f"d.{name}.{each['event']}": f"{each['days_ago']}" for each in value if "days_ago" in each}
        return {**{f"c.{name}.{each['event']}": "on" for each in value}, **days}
    return {f"c.{name}.{each}": "on" for each in value}


def _medicines(form: PageForm, value: list[dict[str, Any]]) -> dict[str, str]:
    if "m.0.gone" not in form.boxes:
        return {"v.medicines": ", ".join(each["name"] for each in value)}
    return {f"m.{number}.{key}": str(said) for number, each in enumerate(value) for key, said in each.items()}
