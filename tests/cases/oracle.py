"""A second evaluator of the rules, written from the contract alone; slow, plain, and no part of the product.

It shares nothing with the engine but the tables in cases/contract. Values are True, False and None (unknown);
with each unknown value come the facts that would settle it.
"""

import ast
import csv
import functools
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tests.cases.causes_oracle import strengths_of
from tests.cases.names import classes_of

CONTRACT = Path(__file__).resolve().parents[2] / "cases" / "contract"
LEVEL = {"E": "emergency", "U": "urgent", "R": "routine", "S": "self_care"}
NO_SIGNS = (
    "weakness == 'none' and not muscle_stiffness and twitch_trend in ['unchanged', 'improving'] "
    "and (pain_severity_0_10 == 0 or pain_kind in ['training_soreness', 'cramp'])"
)
EXAMINED = (
    "nerve_exam_result == 'normal' and nerve_exam_days_ago <= {} "
    "and twitch_trend in ['unchanged', 'improving']"
)
SOON = ("now", "today", "days", "two_weeks", "weeks", "none")


class Known(NamedTuple):
    """A value, and the facts that would settle it when it is unknown."""

    value: bool | None
    missing: frozenset[str] = frozenset()


YES, NO = Known(value=True), Known(value=False)


def unknown(*facts: str) -> Known:
    return Known(None, frozenset(facts))


@functools.cache
def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((CONTRACT / f"{name}.schema.json").read_text(encoding="utf-8"))
    return found


@functools.cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    with (CONTRACT / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@functools.cache
def parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


literal = functools.cache(ast.literal_eval)
written = functools.cache(ast.unparse)


def side_gone(site: str) -> str:
    return site.removesuffix("_left").removesuffix("_right")


class Oracle:
    """One person's case, decided again."""

    def __init__(self, facts: Mapping[str, Any], *, decides: bool = True) -> None:
        self.facts = facts
        if decides:
            self.decide()

    def decide(self) -> None:
        values = {
            row["id"]: self.read(row["when"])
            for row in rows("triage_rules.csv")
            if row["id"] not in {"R10", "R13"}
        }
        self.values = values
        signs = self.read(NO_SIGNS)
        self.open = {
            level: any(known.value is None for rule, known in values.items() if LEVEL[rule[0]] == level)
            for level in ("emergency", "urgent")
        }
        true = {rule for rule, known in values.items() if known.value}
        if self.open["emergency"] or self.open["urgent"] or signs.value is None or self.has_name_not_known():
            true.add("R10")
        if not any(rule[0] in "SR" for rule in true):
            true.add("R13")
        letter = next(each for each in "EURS" if any(rule[0] == each for rule in true))
        self.urgency = LEVEL[letter]
        self.reasons = {rule for rule in true if rule[0] == letter}
        self.within, self.whom = self.soonest_and_first()
        self.ask_again: frozenset[str] = frozenset()
        if letter in "UR":
            open_rules = (
                known.missing for rule, known in values.items() if rule[0] == "E" and known.value is None
            )
            self.ask_again = frozenset().union(*open_rules)
        if letter == "R" and signs.value is None:
            self.ask_again |= signs.missing

    def soonest_and_first(self) -> tuple[str, str]:
        deciding = [row for row in rows("triage_rules.csv") if row["id"] in self.reasons]
        order = schema("check_answer")["properties"]["whom"]["enum"]
        whom = min((row["whom"] for row in deciding), key=order.index)
        if whom == "pharmacist" and self.facts.get("pregnancy_weeks", 0) >= 1:
            whom = "midwife"
        return min((row["within"] for row in deciding), key=SOON.index), whom

    def has_name_not_known(self) -> bool:
        """A name that is not known at all: at least routine.

        The contract names no time; taken as the longest that a rule looks back, stopped('sedative', days=14).
        """
        return any(
            classes_of(each["name"]) is None and each.get("stopped_days_ago", 0) <= 14
            for each in self.facts.get("medicines", [])
        )

    def must_not(self, action: str) -> bool:
        """Whether an action stands under a limit that is true or unknown."""
        limits = [row["never_when"] for row in rows("advice_limits.csv") if row["action"] == action]
        return any(limit == "always" or self.read(limit).value is not False for limit in limits)

    def read(self, text: str) -> Known:
        return self.of(parsed(text))

    def of(self, node: ast.expr) -> Known:
        match node:
            case ast.BoolOp(op=ast.And(), values=parts):
                return self.joined([self.of(each) for each in parts], decisive=False)
            case ast.BoolOp(op=ast.Or(), values=parts):
                return self.joined([self.of(each) for each in parts], decisive=True)
            case ast.UnaryOp(op=ast.Not(), operand=part):
                inner = self.of(part)
                return inner if inner.value is None else Known(not inner.value)
            case ast.Name(id=name):
                return Known(bool(self.facts[name])) if name in self.facts else self.absent(name)
            case ast.Compare():
                return self.compared(node)
            case ast.Call(func=ast.Name(id=name)):
                return self.called(name, node)
        raise AssertionError(ast.dump(node))

    @staticmethod
    def joined(parts: list[Known], *, decisive: bool) -> Known:
        values = [each.value for each in parts]
        if decisive in values:
            return Known(decisive)
        if None in values:
            return Known(None, frozenset().union(*(each.missing for each in parts if each.value is None)))
        return Known(not decisive)

    @staticmethod
    def absent(name: str) -> Known:
        """A fact left out: no for an optional measurement, else unknown."""
        fact = schema("check_facts")["properties"].get(name, {})
        return NO if fact.get("x-when-absent") == "no" else unknown(name)

    def compared(self, node: ast.Compare) -> Known:
        right = literal(node.comparators[0])
        if isinstance(node.left, ast.Call):
            sites = self.facts.get("twitch_sites")
            if sites is None:
                return unknown("twitch_sites")
            left: Any = 3 if "widespread" in sites else len({side_gone(each) for each in sites})
        else:
            name = node.left.id if isinstance(node.left, ast.Name) else ""
            if name == "urgency":
                left = self.urgency
            elif name not in self.facts:
                return self.absent(name)
            else:
                left = self.facts[name]
        compare: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
            ast.Eq: lambda a, b: a == b, ast.NotEq: lambda a, b: a != b, ast.GtE: lambda a, b: a >= b,
            ast.LtE: lambda a, b: a <= b, ast.Gt: lambda a, b: a > b, ast.Lt: lambda a, b: a < b,
            ast.In: lambda a, b: a in b,
        }  # fmt: skip
        return Known(bool(compare[type(node.ops[0])](left, right)))

    def called(self, name: str, node: ast.Call) -> Known:
        inner = node.args
        words = [each.value for each in inner if isinstance(each, ast.Constant)]
        days = float(next((literal(each.value) for each in node.keywords), 0))
        readings: dict[str, Callable[[], Known]] = {
            "sure": lambda: Known(self.of(inner[0]).value is True),
            "at_least": lambda: self.at_least(int(str(words[0])), [self.of(each) for each in inner[1:]]),
            **{
                word: functools.partial(self.listed, word, written(inner[0]) if inner else "", words)
                for word in ("has", "some", "only")
            },
            "condition": lambda: self.listed("has", "conditions", words),
            "event": lambda: self.happened(str(words[0]), days),
            "medicine": lambda: self.taking(is_taken, str(words[0])),
            "stopped": lambda: self.taking(
                lambda each: each.get("stopped_days_ago", 1e9) <= days, str(words[0])
            ),
            "medicine_change": lambda: self.changed(days),
            "trigger": lambda: Known(bool({"moderate", "strong"} & set(strengths_of(self.facts).values()))),
            "no_signs": lambda: self.read(NO_SIGNS),
            "examined_normal": lambda: self.read(EXAMINED.format(days)),
        }
        return readings[name]()

    @staticmethod
    def at_least(enough: int, parts: list[Known]) -> Known:
        values = [each.value for each in parts]
        if values.count(True) >= enough:
            return YES
        if values.count(True) + values.count(None) < enough:
            return NO
        return Known(None, frozenset().union(*(each.missing for each in parts if each.value is None)))

    def listed(self, what: str, name: str, words: list[Any]) -> Known:
        if name not in self.facts:
            return unknown(name)
        entries = self.facts[name]
        if what == "some":
            return Known(bool(entries))
        if what == "only":
            return Known(bool(entries) and all(each.startswith(words[0]) for each in entries))
        return Known(any(each in words or side_gone(each) in words for each in entries))

    def happened(self, event: str, days: float) -> Known:
        if "recent_events" not in self.facts:
            return unknown("recent_events")
        return Known(
            any(
                each["event"] == event and each.get("days_ago", 0) <= days
                for each in self.facts["recent_events"]
            )
        )

    def taking(self, counts: Callable[[Mapping[str, Any]], bool], group: str) -> Known:
        if "medicines" not in self.facts:
            return unknown("medicines")
        named = [classes_of(each["name"]) for each in self.facts["medicines"] if counts(each)]
        if any(classes is not None and group in classes for classes in named):
            return YES
        return unknown("medicines") if None in named else NO

    def changed(self, days: float) -> Known:
        medicines, since = self.facts.get("medicines"), self.facts.get("twitch_since_days")
        if medicines == []:
            return NO
        if medicines is None or since is None:
            return unknown("medicines", "twitch_since_days")
        changes = [
            each[key]
            for each in medicines
            for key in ("started_days_ago", "dose_raised_days_ago")
            if key in each
        ]
        if any(0 <= change - since <= days for change in changes):
            return YES
        # A dose not known to be raised was not; when the first one was is not known if it is not said.
        started = all("started_days_ago" in each for each in medicines)
        return NO if started else unknown("medicines", "twitch_since_days")


def is_taken(medicine: Mapping[str, Any]) -> bool:
    """Taken now, or within 7 days."""
    return bool(medicine.get("stopped_days_ago", 0) <= 7)
