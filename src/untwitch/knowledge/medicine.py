"""What a medicine is, by its name as on the packet; a misspelling is asked and never assumed."""

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from untwitch.facts.refused import Refused, nearest
from untwitch.knowledge.data_table import packaged_text, rows_of

FILE = "medicines.csv"
PACKET_WORDS_FILE = "medicine_packet_words.txt"
COLUMNS = ("name", "classes", "also", "basis")
CLASSES = (
    "lithium", "serotonergic", "potassium_raising", "potassium_losing", "magnesium_losing",
    "glucose_lowering", "muscle_toxic", "sedative", "twitch_provoking", "mineral_binding", "laxative",
)  # fmt: skip
LONGEST_NAME = 120
_CLASSES = frozenset(CLASSES)
_LONGEST_WORDS = 6

# The same name in German, French, Spanish and Italian.
_ENDINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ine": ("in", "ina", "ino"), "ide": ("id", "ida"), "ole": ("ol", "olo"), "one": ("on", "ona"),
        "ate": ("at", "ato"), "ol": ("olo",), "in": ("ina", "ine"), "en": ("eno", "ene"),
    }
)  # fmt: skip
_AMOUNT = re.compile(r"\d+(?:mg|mcg|ug|g|kg|ml|l|iu|ie|units?|mmol|meq|puffs?|tablets?|hours?|hrs?|h|x)?")
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Named:
    """What a name says about a medicine.

    Attributes:
        classes: The classes that it surely belongs to.
        is_known: Every part of the name is known; a known name without classes belongs to none.
    """

    classes: frozenset[str] = frozenset()
    is_known: bool = False


def plain(text: str) -> str:
    """Gives a text in small letters without accents and signs, words separated by one space."""
    folded = text.casefold().replace("'", "").replace("\u2019", "")
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded)
        folded = "".join(letter for letter in folded if unicodedata.category(letter) not in {"Mn", "Cf"})
    return " ".join(_WORD.findall(folded))


@functools.lru_cache(maxsize=4096)
def named(name: str) -> Named:
    """Gives what a name is known to be.

    Case, accents, strength, form, salt, maker and how often it is taken do not matter. A name made of several
    known names has the classes of all of them. A part that is not known leaves the whole unknown, though the
    classes of the known parts stand.

    Args:
        name: As on the packet: `Sertraline 50 mg tablets`, `Priadel (lithium)`, `lisinopril/HCTZ 20/12.5`.
    """
    name = name[:LONGEST_NAME]
    outside = re.sub(r"[(\[][^()\[\]]*[)\]]", " ", name)
    inside = re.findall(r"[(\[]([^()\[\]]*)[)\]]", name)
    found = _parts(outside)
    notes = [_parts(each) for each in inside]
    if not found.is_known:
        known = [each for each in notes if each.is_known]
        is_known = bool(known) and not found.classes
        return Named(found.classes.union(*(each.classes for each in notes)), is_known)
    return Named(found.classes.union(*(each.classes for each in notes)), is_known=True)


def _parts(text: str) -> Named:
    """Covers the words from left to right, each time by the longest known name."""
    table, ignored = medicine_names(), packet_words()
    words = plain(text).split()
    classes: frozenset[str] = frozenset()
    position, names, left_over = 0, 0, 0
    while position < len(words):
        for length in range(min(_LONGEST_WORDS, len(words) - position), 0, -1):
            found = table.get(" ".join(words[position : position + length]))
            if found is not None:
                classes, names, position = classes | found, names + 1, position + length
                break
        else:
            word = words[position]
            left_over += not (word in ignored or _AMOUNT.fullmatch(word))
            position += 1
    return Named(classes, is_known=names > 0 and left_over == 0)


def near_names(name: str, *, at_most: int = 3) -> tuple[str, ...]:
    """Gives known names that a name may be a misspelling of: one letter away, two from six letters on.

    They are for asking, never for deciding.

    Args:
        name: A name that `named` does not know.
        at_most: How many to give.
    """
    found: dict[str, int] = {}
    for word in plain(name).split()[:_LONGEST_WORDS]:
        if len(word) < 4 or word in packet_words() or word in medicine_names():
            continue
        limit, letters = 1 if len(word) < 6 else 2, _letters(word)
        alike = (each for more in range(-limit, limit + 1) for each in _words_of(len(word) + more))
        for known, letters_of_known in alike:
            if (letters ^ letters_of_known).bit_count() > 2 * limit:
                continue
            apart = _distance(word, known, limit=limit)
            if apart <= limit:
                found[known] = min(apart, found.get(known, apart))
    return tuple(sorted(found, key=lambda known: (found[known], known))[:at_most])


def _letters(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 64)
    return bits


def _words_of(length: int) -> tuple[tuple[str, int], ...]:
    return _single_words().get(length, ())


@functools.cache
def _single_words() -> Mapping[int, tuple[tuple[str, int], ...]]:
    """Gives the written names of one word with their letters, by length."""
    found: dict[int, list[tuple[str, int]]] = {}
    for name in written_names():
        if " " not in name and len(name) > 3:
            found.setdefault(len(name), []).append((name, _letters(name)))
    return MappingProxyType({length: tuple(names) for length, names in found.items()})


def _distance(one: str, other: str, *, limit: int) -> int:
    """Gives how many letters to add, drop, change or swap; more than `limit` is cut off."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        here = [row]
        for column, wanted in enumerate(other, start=1):
            cost = min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != wanted))
            swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted
            here.append(min(cost, before[column - 2] + 1) if swapped else cost)
        if min(here) > limit:
            return limit + 1
        before, above = above, here
    return above[-1]


@functools.cache
def packet_words() -> frozenset[str]:
    """Gives the words of a packet that say nothing about what is in it: forms, salts, makers, how often."""
    lines = packaged_text(PACKET_WORDS_FILE).splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@functools.cache
def medicine_names() -> Mapping[str, frozenset[str]]:
    """Gives the classes of every known name in its plain form, also as it ends in other languages."""
    written = written_names()
    ends = {other: classes for name, classes in written.items() for other in _elsewhere(name)}
    return MappingProxyType({**ends, **written})


@functools.cache
def written_names() -> Mapping[str, frozenset[str]]:
    """Gives the classes of every name that stands in the table, in its plain form."""
    return parse(packaged_text(FILE))


def parse(text: str) -> Mapping[str, frozenset[str]]:
    """Gives the classes by plain name, or refuses the whole table.

    Args:
        text: Content of medicines.csv.

    Raises:
        Refused: A class or basis is not known, a name is empty, or a name stands in two rows.
    """
    table: dict[str, frozenset[str]] = {}
    kept: dict[str, frozenset[str]] = {}
    for where, row in rows_of(text, file_name=FILE, columns=COLUMNS):
        classes = kept.setdefault(row["classes"], frozenset(row["classes"].split()))
        if not classes <= _CLASSES:
            (unknown, *_) = sorted(classes - _CLASSES)
            raise Refused(f"{where}: class {unknown!r} is not known{nearest(unknown, CLASSES)}")
        if row["basis"] not in {"guidance", "memory"}:
            raise Refused(f"{where}: basis {row['basis']!r}; it should be guidance or memory")
        for name in _names_of(row):
            if not name or len(name.split()) > _LONGEST_WORDS:
                raise Refused(f"{where}: a name is empty or has more than {_LONGEST_WORDS} words")
            if name in table and table[name] != classes:
                raise Refused(f"{where}: {name!r} stands in two rows")
            table[name] = classes
    return MappingProxyType(table)


def _elsewhere(name: str) -> Iterator[str]:
    """Gives how a name of one word ends in other languages: furosemide, furosemid, furosemida."""
    ending = next((each for each in _ENDINGS if name.endswith(each)), None)
    if ending and " " not in name:
        for other in _ENDINGS[ending]:
            yield name.removesuffix(ending) + other


def _names_of(row: Mapping[str, str]) -> Iterator[str]:
    yield plain(row["name"])
    for other in filter(None, row["also"].split(";")):
        yield plain(other)
