"""A large table of foods loaded once, and looked into where the everyday ones do not have a name."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from untwitch.actions.session import Session
from untwitch.facts.refused import Refused
from untwitch.intake.food_tables import read_foods
from untwitch.intake.members import open_path
from untwitch.intake.typed_amount import split_amount
from untwitch.knowledge.food import Food
from untwitch.record import foods

CONTRACT = "foods/1"


@dataclass(frozen=True, slots=True)
class Found:
    """The food that a log line most likely means.

    Attributes:
        food: The food.
        others: Names of the next likely ones.
    """

    food: Food
    others: tuple[str, ...]


def load(session: Session, path: Path) -> dict[str, Any]:
    """Loads a table of foods in place of the one before.

    Args:
        session: Place.
        path: Download of USDA FoodData Central (zip, folder), or a table of foods per 100 g.

    Returns:
        The document `foods/1`.

    Raises:
        Refused: No table of foods is there.
        OSError: It cannot be read.
    """
    with open_path(path) as members:
        count = foods.load(foods.foods_path(session.record_path), read_foods(members))
    return {"contract": CONTRACT, "path": str(path), "foods": count}


def search(session: Session, name: str) -> tuple[Food, ...]:
    """Gives the loaded foods that a name most likely means, the likeliest first.

    Args:
        session: Place.
        name: What a person typed.

    Raises:
        Refused: No table is loaded.
    """
    path = foods.foods_path(session.record_path)
    if not path.is_file():
        raise Refused("no table of foods is loaded yet: untwitch foods load FILE")
    return foods.search(path, name, at_most=10)


def meant(session: Session, text: str) -> Found | None:
    """Gives the loaded food that a log line means, or None.

    Args:
        session: Place.
        text: The line, with or without an amount.
    """
    name, _ = split_amount(text)
    found = foods.search(foods.foods_path(session.record_path), name or text, at_most=4)
    return Found(found[0], tuple(each.name for each in found[1:])) if found else None
