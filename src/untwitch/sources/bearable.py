"""Bearable: a long table, one row a reading.

    date,date formatted,weekday,time of day,category,rating/amount,detail,notes
    8th Dec 2021,...,Wednesday,mid,Symptom,2,Neck pain (Moderate),

The time of day is a word and no zone is written. The scale of ratings stands nowhere, so a rating is only
taken for what a person says; an amount whose detail names its unit, `Resting heart rate (bpm)`, is taken as
it is. Made from headers that public programs quote; no real file was at hand.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from untwitch.facts.measure import measures
from untwitch.facts.refused import Refused
from untwitch.intake.wall_clock import WallClock, read_day, read_time
from untwitch.sources.csv_columns import Meaning, meaning_of, plain
from untwitch.sources.csv_moments import Place, Span
from untwitch.sources.harvest import TIME_UNREADABLE, Harvest
from untwitch.sources.source import Item
from untwitch.sources.table_source import TableSource

_ONLY_HERE = frozenset({"date", "time of day", "category", "rating/amount", "detail"})
_HOURS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"am": (6, 12), "morning": (6, 12), "mid": (12, 18), "midday": (12, 18), "afternoon": (12, 18),
     "pm": (18, 24), "evening": (18, 24)}
)  # fmt: skip
"""Local hours of the words for a time of day (from memory)."""
_ANY_HOURS = (4, 23)
"""Some time of the waking day: shorter than a day, so that it is not taken for the amount of a whole day."""
_SYMPTOMS: Mapping[str, str] = MappingProxyType(
    {
        "pain": "pain", "ache": "pain", "cramp": "cramp", "cramps": "cramp", "cramping": "cramp",
        "weakness": "weakness_noticed", "numbness": "numbness_or_tingling",
        "tingling": "numbness_or_tingling", "stiffness": "stiffness", "fatigue": "tiredness",
        "tiredness": "tiredness",
    }
)  # fmt: skip
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)\b", re.ASCII)
_GRADE = re.compile(r"\s*\([^()]*\)\s*$")
_LENGTH = re.compile(r"\d{1,2}:\d\d(:\d\d)?", re.ASCII)
_SLEEP, _SYMPTOM = "sleep", "symptom"
_ASLEEP = Meaning("measure", measure="sleep_h")


class Bearable(TableSource):
    """Reads the export of Bearable."""

    name = "bearable"
    app_name = "Bearable"
    measures = frozenset(measures())
    unproven = True

    def knows_header(self, header: tuple[str, ...]) -> bool:
        """Says whether it is an export of Bearable."""
        return frozenset(header) >= _ONLY_HERE

    def tags_of(self, data: bytes, *, name: str) -> Iterable[str]:
        """Gives the names of what was rated."""
        table = self.table(data, name=name)
        at = [plain(each) for each in table.header].index("detail")
        return dict.fromkeys(_bare(each) for each in table.column(at))

    def rows(self, data: bytes, harvest: Harvest, *, name: str) -> Iterator[Item]:
        """Gives the symptoms; amounts go to the harvest."""
        table = self.table(data, name=name)
        at = {plain(each): number for number, each in enumerate(table.header)}
        place = harvest.place()
        for row in table.rows:
            reading = {each: row.cells[number] for each, number in at.items()}
            where = f"row {row.line}"
            try:
                span = _span(reading, place=place, where=where)
            except Refused as refused:
                harvest.problem(where, f"{refused}; the row is left out", reason=TIME_UNREADABLE)
                continue
            yield from _take(reading, span, harvest, where=where)
            yield from harvest.items()


def _span(reading: Mapping[str, str], *, place: Place, where: str) -> Span:
    """Gives the hours of a reading.

    Raises:
        Refused: Its day cannot be read.
    """
    day = _day(reading)
    word = reading["time of day"].strip().lower()
    try:
        time, _ = read_time(word)
    except Refused:
        first, past = _HOURS.get(word, _ANY_HOURS)
    else:
        moment, problems = place.instant(WallClock(day, time), where=where)
        return Span(moment, moment, problems=problems)
    start, _ = place.instant(WallClock(day, dt.time(first)), where=where)
    end = place.instant(WallClock(day, dt.time(past)), where=where)[0] if past < 24 else place.day(day).end
    return Span(start, end)


def _day(reading: Mapping[str, str]) -> dt.date:
    try:
        return read_day(reading.get("date formatted", ""))
    except Refused:
        return read_day(_ORDINAL.sub(r"\1", reading["date"]))


def _bare(detail: str) -> str:
    """Gives the name of what was rated, without its grade or unit: `Neck pain (Moderate)` is neck pain."""
    return _GRADE.sub("", detail).strip()


def _take(reading: Mapping[str, str], span: Span, harvest: Harvest, *, where: str) -> Iterator[Item]:
    category, rating = reading["category"].strip().lower(), reading["rating/amount"]
    detail = reading["detail"] or reading["category"]
    symptom = _SYMPTOMS.get(plain(_bare(detail)).rpartition(" ")[2])
    amount = meaning_of(detail, cells=())[0]
    if harvest.has_meaning(_bare(detail)):
        yield from harvest.tag(_bare(detail), span, where=where, amount=rating)
    elif category == _SYMPTOM and rating and not rating.strip("0., "):
        return  # it was asked for and not there
    elif category == _SYMPTOM and symptom and rating:
        yield harvest.symptom(symptom, span, note=f"{detail}, rated {rating}")
    elif category == _SLEEP and _LENGTH.fullmatch(rating):
        night = harvest.place().day(_day(reading))
        harvest.amount(rating, _ASLEEP, night, where=where)
    elif amount is not None and amount.measure and detail != _bare(detail) and rating:
        harvest.amount(rating, amount, span, where=f"{where}, {detail}")
    else:
        yield from harvest.tag(_bare(detail), span, where=where, amount=rating)


SOURCE = Bearable()
