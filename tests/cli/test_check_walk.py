"""The questions at the terminal: one after the other, with a way back and a way out."""

import pytest
import typer
from typer.testing import CliRunner

from untwitch.actions.check_known import Prefilled
from untwitch.cli.check_walk import Conversation


def talk(typed: str, conversation: Conversation, *, alone: str = "") -> tuple[dict[str, object], str]:
    """Gives what was told, and what was printed."""
    told: dict[str, object] = {}
    app = typer.Typer()

    @app.command()
    def ask() -> None:
        told.update(conversation.asked_alone({"fever": False}, alone) if alone else conversation.walked({}))

    result = CliRunner().invoke(app, input=typed)
    return told, result.stdout


def known(fact: str, value: object) -> dict[str, Prefilled]:
    return {fact: Prefilled(fact, value, "as it was", "your record")}


@pytest.mark.parametrize(
    ("typed", "expected"), [("\n", True), ("y\n", True), ("YES\n", True), ("n\nno\n", False), ("?\n", None)]
)
def test_what_is_offered_is_confirmed_changed_or_not_known(typed: str, expected: object) -> None:
    name = "family_motor_neurone_disease"
    told, shown = talk(typed, Conversation(known(name, True), {}), alone=name)
    assert told.get(name) is expected
    assert told["fever"] is False
    assert "From your record: as it was." in shown


def test_back_on_a_question_that_stands_alone_asks_it_again() -> None:
    told, shown = talk("b\n?\n", Conversation({}, {"fever": "Your diary says so."}), alone="fever")
    assert told == {}
    assert shown.count("Your diary says so. So this is asked once:") == 2


def test_an_offer_on_a_list_that_is_an_emergency_ends_it() -> None:
    told, shown = talk("1\n\n", Conversation(known("fainted", True), {}))
    assert told == {"asked_for": "self", "fainted": True}
    assert "Numbers that fit" not in shown


def test_a_list_of_which_everything_is_offered_has_no_lines_left() -> None:
    facts = {"medicines": [], "alcohol_daily": False}
    offered = {fact: known(fact, value)[fact] for fact, value in facts.items()}
    typed = "1\nnone\nnone\nnone\nnone\n40\n2\n\n\nb\n"
    told, shown = talk(typed, Conversation(offered, {}))
    assert "6. Medicines, supplements" in shown
    assert shown.count("7. Known conditions") == 1
    assert told == {}


def test_whether_something_has_changed_is_no_only_when_no_is_said() -> None:
    found: list[bool] = []
    app = typer.Typer()

    @app.command()
    def ask() -> None:
        found.append(Conversation({}, {}).has_changed())

    for typed in ("no\n", "N\n", "yes\n", "\n", "b\n", "?\n"):
        CliRunner().invoke(app, input=typed)
    assert found == [False, False, True, True, True, True]
