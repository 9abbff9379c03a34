"""Tables of what foods hold: a download of USDA FoodData Central, or one table of foods per 100 g.

FoodData Central keeps a food in three tables, told by their headers and joined by `fdc_id`:

    food.csv            fdc_id, data_type, description, food_category_id
    food_nutrient.csv   fdc_id, nutrient_id, amount            per 100 g
    food_portion.csv    fdc_id, seq_num, amount, modifier, gram_weight
"""

import codecs
import csv
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from untwitch.facts.refused import Refused
from untwitch.intake.bounded import MEBIBYTE
from untwitch.intake.members import Member, Members
from untwitch.knowledge.food import NUTRIENTS

MOST_FOODS = 500_000
_LONGEST_LINE = MEBIBYTE
_OF_EVERYBODY = frozenset({"sr_legacy_food", "foundation_food", "survey_fndds_food"})
"""Kinds of foods that stand for a food as such; of a brand there are hundreds of thousands."""
_NUTRIENT_OF_ID: Mapping[str, str] = MappingProxyType(
    {
        "1090": "magnesium_mg", "1092": "potassium_mg", "1087": "calcium_mg", "1057": "caffeine_mg",
        "1051": "water_g", "1018": "alcohol_g",
        "304": "magnesium_mg", "306": "potassium_mg", "301": "calcium_mg", "262": "caffeine_mg",
        "255": "water_g", "221": "alcohol_g",
    }
)  # fmt: skip
"""Numbers of FoodData Central (from memory), and those of the older standard reference."""
_BEVERAGES = "14"
_POWDER = re.compile(r"\b(powder|powdered|dry|dried|mix|instant|concentrate)\b", re.IGNORECASE)
_PREPARED = re.compile(r"\b(prepared|brewed|reconstituted|diluted)\b", re.IGNORECASE)


@dataclass(slots=True)
class FoodRow:
    """One food of a table.

    Attributes:
        name: What it is called there.
        source: Its number there.
        kind: `drink` or `food`.
        amounts: Of 100 g, by nutrient; what is not there is unknown, never zero.
        portion: A usual portion in words, empty where none is named.
        grams: Its weight; 100 where none is named.
    """

    name: str
    source: str
    kind: str
    amounts: dict[str, float] = field(default_factory=dict)
    portion: str = ""
    grams: float = 100.0


def read_foods(members: Members) -> Iterator[FoodRow]:
    """Gives the foods of a download or table.

    Args:
        members: The opened file, zip or folder.

    Raises:
        Refused: No table of foods is there, or it is damaged.
    """
    tables = {kind: each for each in members.members for kind in [_kind(each)] if kind}
    if {"food", "nutrient"} <= tables.keys():
        yield from _of_download(tables)
    elif "plain" in tables:
        yield from _of_table(tables["plain"])
    else:
        raise Refused(
            f"{members.name} holds no table of foods; take the CSV download of USDA FoodData Central, or "
            f"a table with the columns name, {', '.join(NUTRIENTS)} (per 100 g)"
        )


def _kind(member: Member) -> str:
    head = member.head(4096).removeprefix(codecs.BOM_UTF8).partition(b"\n")[0].decode("utf-8", "replace")
    names = set(next(csv.reader([head]), []))
    if {"fdc_id", "nutrient_id", "amount"} <= names:
        return "nutrient"
    if {"fdc_id", "description", "data_type"} <= names:
        return "food"
    if {"fdc_id", "gram_weight"} <= names:
        return "portion"
    return "plain" if "name" in names and names & set(NUTRIENTS) else ""


def _of_download(tables: Mapping[str, Member]) -> Iterator[FoodRow]:
    foods: dict[str, FoodRow] = {}
    for row in _rows(tables["food"]):
        name = row.get("description", "").strip()
        if row.get("data_type") in _OF_EVERYBODY and name:
            number = row["fdc_id"]
            is_drink = _is_drink(name, row.get("food_category_id", ""))
            foods[number] = FoodRow(name, f"fdc {number}", "drink" if is_drink else "food")
            if len(foods) > MOST_FOODS:
                raise Refused(f"{tables['food'].name} holds more than {MOST_FOODS} foods")
    for row in _rows(tables["nutrient"]):
        nutrient, food = _NUTRIENT_OF_ID.get(row.get("nutrient_id", "")), foods.get(row.get("fdc_id", ""))
        amount = _number(row.get("amount", ""))
        if nutrient and food and amount is not None:
            food.amounts[nutrient] = amount
    if "portion" in tables:
        _take_portions(tables["portion"], foods)
    yield from (each for each in foods.values() if each.amounts)


def _take_portions(member: Member, foods: Mapping[str, FoodRow]) -> None:
    first: dict[str, float] = {}
    for row in _rows(member):
        number, grams = row.get("fdc_id", ""), _number(row.get("gram_weight", ""))
        order = _number(row.get("seq_num", "")) or 0.0
        if number not in foods or not grams or order >= first.get(number, math.inf):
            continue
        first[number] = order
        words = (row.get("amount", ""), row.get("portion_description", ""), row.get("modifier", ""))
        foods[number].portion = " ".join(each.removesuffix(".0") for each in words if each) or f"{grams:g} g"
        foods[number].grams = grams


def _is_drink(name: str, category: str) -> bool:
    """Says whether a food is drunk: of the group of beverages, and no powder to make one of."""
    is_beverage = (
        category == _BEVERAGES or "beverage" in category.lower() or re.fullmatch(r"7\d{3}", category)
    )
    return bool(is_beverage) and (not _POWDER.search(name) or bool(_PREPARED.search(name)))


def _of_table(member: Member) -> Iterator[FoodRow]:
    for number, row in enumerate(_rows(member), start=1):
        name = row.get("name", "").strip()
        amounts = {each: _number(row.get(each, "")) for each in NUTRIENTS}
        known = {each: amount for each, amount in amounts.items() if amount is not None}
        if number > MOST_FOODS:
            raise Refused(f"{member.name} holds more than {MOST_FOODS} foods")
        if not name or not known:
            continue
        kind = "drink" if _is_drink(name, row.get("group", "")) else "food"
        made = FoodRow(name, row.get("ndb_no") or f"row {number}", kind, known)
        grams = _number(row.get("portion_g", ""))
        if grams:
            made.portion, made.grams = row.get("portion", "") or f"{grams:g} g", grams
        yield made


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and 0 <= value <= 100_000 else None


def _rows(member: Member) -> Iterator[dict[str, str]]:
    """Gives the rows of a table by column, however long it is."""
    reader = csv.reader(_lines(member))
    try:
        header: Sequence[str] = next(reader, [])
        for cells in reader:
            yield dict(zip(header, cells, strict=False))
    except csv.Error as error:
        raise Refused(f"{member.name}, line {reader.line_num} is not a line of a table: {error}") from None


def _lines(member: Member) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
    rest = ""
    with member.open() as stream:
        while data := stream.read(MEBIBYTE):
            *lines, rest = (rest + decoder.decode(data)).split("\n")
            if len(rest) > _LONGEST_LINE:
                raise Refused(f"{member.name} has a line longer than any that a table of foods has")
            yield from (f"{each}\n" for each in lines)
    if rest:
        yield rest
