"""A table of thousands of foods beside the record, searched by words; it holds nothing about a person.

It is a file of its own, so that copies of the record stay small and erasing somebody leaves it alone.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from untwitch.facts.refused import Refused
from untwitch.intake.food_tables import FoodRow
from untwitch.knowledge.food import NUTRIENTS, Food, folded
from untwitch.record.connection import faults_as_sentences

CANDIDATES = 200
_DRY_WATER_G = 20
_SCHEMA = f"""
CREATE TABLE food (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, source TEXT NOT NULL, kind TEXT NOT NULL,
    portion TEXT NOT NULL, grams REAL NOT NULL, {", ".join(f"{each} REAL" for each in NUTRIENTS)}
);
CREATE VIRTUAL TABLE food_name USING fts5(
    name, content='food', content_rowid='id', tokenize='porter unicode61'
);
"""
_INSERT = f"INSERT INTO food VALUES (NULL, ?, ?, ?, ?, ?, {', '.join('?' * len(NUTRIENTS))})"  # noqa: S608
_FIND = """
SELECT food.* FROM food_name JOIN food ON food.id = food_name.rowid
WHERE food_name MATCH ? ORDER BY bm25(food_name) LIMIT ?
"""
_MADE_OTHERWISE = re.compile(
    r"\b(dried|dehydrated|powder|powdered|canned|frozen|imitation|babyfood|infant|mix|dry|substitute|flour|"
    r"industrial|restaurant|fast food|syrup|sauce|soup|with|without|uncooked|fat free|low fat|reduced|"
    r"fortified|toasted|smoked|flavou?r|sprouted|chocolate|vanilla|fried|fermented|oil|juice|pudding)\b",
    re.IGNORECASE,
)
_AS_SUCH = re.compile(
    r"\b(raw|brewed|plain|whole|cooked|ready-to-drink|unsweetened|ns as to)\b", re.IGNORECASE
)
_BRAND = re.compile(r"\b[A-Z][A-Z'&.-]{2,}\b")


def foods_path(record: Path) -> Path:
    """Gives the file of foods beside a record."""
    return record.with_name("foods.sqlite")


def load(path: Path, rows: Iterable[FoodRow]) -> int:
    """Writes a table of foods in place of the one before.

    Args:
        path: The file.
        rows: The foods.

    Returns:
        How many there are.

    Raises:
        Refused: There are none, or the file cannot be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with faults_as_sentences(path), closing(sqlite3.connect(unfinished)) as connection:
            connection.executescript(_SCHEMA)
            made = (
                (
                    each.name,
                    each.source,
                    each.kind,
                    each.portion,
                    each.grams,
                    *map(each.amounts.get, NUTRIENTS),
                )
                for each in rows
            )
            count = connection.executemany(_INSERT, made).rowcount
            connection.execute("INSERT INTO food_name(food_name) VALUES ('rebuild')")
            connection.commit()
        if count < 1:
            raise Refused(
                "there is no food in it that has any of magnesium, potassium, calcium, caffeine or water"
            )
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with faults_as_sentences(path), closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def count(path: Path) -> int:
    """Gives how many foods are loaded; 0 where there is no table."""
    if not path.is_file():
        return 0
    with _opened(path) as connection:
        return int(connection.execute("SELECT count(*) FROM food").fetchone()[0])


def search(path: Path, name: str, *, at_most: int = 5) -> tuple[Food, ...]:
    """Gives the foods that a name most likely means, the likeliest first.

    Every word must be in the name of the food. Words find candidates; then a food whose title (what stands
    before the first comma) is the name goes before one that only mentions it, one as such before one dried,
    canned or of a brand, and one with a portion before one without.

    Args:
        path: The file of foods.
        name: What a person typed.
        at_most: How many.
    """
    words = re.findall(r"\w+", folded(name))
    if not words or not path.is_file():
        return ()
    wanted = " AND ".join(f'"{each}"*' for each in words)
    with _opened(path) as connection:
        rows = connection.execute(_FIND, (wanted, CANDIDATES)).fetchall()
    ranked = sorted(enumerate(rows), key=lambda each: (*_rank(each[1], name), each[0]))
    return tuple(_food(row) for _, row in ranked[:at_most])


def _rank(row: sqlite3.Row, typed: str) -> tuple[float, ...]:
    found, asked = row["name"], folded(typed)
    title = folded(found.partition(",")[0])
    whole = folded(found)
    begins = whole.startswith(asked)
    otherwise = len(set(_MADE_OTHERWISE.findall(found.lower())) - set(_MADE_OTHERWISE.findall(typed.lower())))
    brand = len(_BRAND.findall(found))
    as_such = len(_AS_SUCH.findall(found))
    # Raw rice and lentils are not eaten so: what is dry and raw stands behind what is cooked.
    is_dry = "raw" in found.lower() and row["water_g"] is not None and row["water_g"] < _DRY_WATER_G
    return (
        -(2.0 * (title == asked) + begins)
        + 0.75 * min(otherwise, 2)
        + 1.5 * min(brand, 1)
        - 0.5 * min(as_such, 1)
        + 1.0 * is_dry,
        -float(bool(row["portion"])),
        len(whole.split()),
    )


def _food(row: sqlite3.Row) -> Food:
    grams = row["grams"]
    amounts = {each: None if row[each] is None else row[each] * grams / 100 for each in NUTRIENTS}
    return Food(
        row["name"], (), row["kind"], row["portion"] or f"{grams:g} g", grams, amounts, usda=row["source"]
    )
