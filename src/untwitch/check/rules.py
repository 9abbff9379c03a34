"""The language of the rules: parsed once, never evaluated as code, true, false or unknown.

`and` is false as soon as one part is false, `or` true as soon as one part is true; else unknown wins
(Kleene's strong logic). A comparison with an unknown fact is unknown.
"""

import ast
import functools
import itertools
import operator
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from untwitch.check.case import Case, Outlook
from untwitch.facts.refused import Refused, nearest
from untwitch.knowledge.check_fact import CheckFact, check_facts
from untwitch.knowledge.red_flag import URGENCIES, WHOM, WITHIN

Truth = bool | None
Value = Callable[[Case], Truth]
Fold = Callable[[Iterable[Truth]], Truth]
LONGEST_TEXT = 2000
_RESULTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"urgency": URGENCIES, "within": WITHIN, "whom": WHOM}
)

_ORDER: Mapping[type[ast.cmpop], tuple[str, Callable[[Any, Any], bool]]] = MappingProxyType(
    {
        ast.Eq: ("==", operator.eq),
        ast.NotEq: ("!=", operator.ne),
        ast.GtE: (">=", operator.ge),
        ast.LtE: ("<=", operator.le),
        ast.Gt: (">", operator.gt),
        ast.Lt: ("<", operator.lt),
    }
)


@dataclass(frozen=True, slots=True)
class Expression:
    """A picture that a case fits, does not fit, or may fit.

    Attributes:
        value: True, False, or None where unknown.
        unknown_facts: The facts whose answer would settle it; empty unless the value is None.
        facts: Every fact it may look at.
        possible: The values it can still take, whatever is answered to what is open; never one too few.
        open_facts: The open facts that can still change it; never one too few.
    """

    value: Value
    unknown_facts: Callable[[Case], frozenset[str]]
    facts: frozenset[str]
    possible: Callable[[Outlook], frozenset[Truth]]
    open_facts: Callable[[Outlook], frozenset[str]]


Function = Callable[[ast.Call], Expression]
ANYTHING: frozenset[Truth] = frozenset({True, False, None})
SETTLED: tuple[frozenset[Truth], ...] = (frozenset({True}), frozenset({False}))
_NOTHING: frozenset[str] = frozenset()


@functools.lru_cache(maxsize=512)
def compiled(text: str, *, where: str = "rule") -> Expression:
    """Gives the expression that a text describes.

    Args:
        text: The text in the language of contracts and data tables.
        where: Place of the text, for the sentence of a refusal.

    Raises:
        Refused: A fact, choice, function or sign of the language is not known; the sentence says which.
    """
    if len(text) > LONGEST_TEXT:
        raise Refused(f"{where}: {len(text)} characters are too many for one rule")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Refused(f"{where}: {text!r} is not in the language of the rules: {error}") from error
    try:
        return _expression(tree.body)
    except Refused as refusal:
        raise Refused(f"{where}: {refusal}") from refusal


def leaf(value: Value, facts: Iterable[str]) -> Expression:
    """Gives an expression without parts; while it is unknown, every fact it looks at is asked.

    Args:
        value: Its value.
        facts: The facts it looks at.
    """
    read = frozenset(facts)

    def unknown_facts(case: Case) -> frozenset[str]:
        return read if value(case) is None else _NOTHING

    def possible(outlook: Outlook) -> frozenset[Truth]:
        return frozenset({value(outlook.case)}) if read.isdisjoint(outlook.open) else ANYTHING

    return Expression(value, unknown_facts, read, possible, lambda outlook: read & outlook.open)


def of_result(
    value: Value, *, possible: Callable[[Outlook], frozenset[Truth]] | None = None, hangs_on: str = ""
) -> Expression:
    """Gives an expression about what was worked out; it looks at no fact itself and asks none.

    Args:
        value: Its value.
        possible: The values it can still take; any, if left out.
        hangs_on: Name of something worked out that is not otherwise watched while questions are open.
    """
    named = frozenset({hangs_on} - {""})
    return Expression(value, lambda _: _NOTHING, _NOTHING, possible or (lambda _: ANYTHING), lambda _: named)


def _expression(node: ast.expr) -> Expression:
    if isinstance(node, ast.BoolOp):
        return _settled_by(isinstance(node.op, ast.Or), [_expression(each) for each in node.values])
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return joined(_not, [_expression(node.operand)])
    if isinstance(node, ast.Name):
        return _yes_or_no(node)
    if isinstance(node, ast.Compare):
        return _comparison(node)
    if isinstance(node, ast.Call):
        return _call(node)
    raise Refused(f"{ast.unparse(node)!r} is no part of the language of the rules")


def joined(fold: Fold, parts: Iterable[Expression]) -> Expression:
    """Gives an expression made of parts: unknown, it asks what its unknown parts ask.

    Args:
        fold: Its value from those of its parts; their order does not matter.
        parts: The parts.
    """
    kept = tuple(parts)
    values = tuple(part.value for part in kept)
    read = _NOTHING.union(*(part.facts for part in kept))

    def value(case: Case) -> Truth:
        return fold(part(case) for part in values)

    def unknown_facts(case: Case) -> frozenset[str]:
        if value(case) is not None:
            return _NOTHING
        return _NOTHING.union(*(part.unknown_facts(case) for part in kept))

    def possible(outlook: Outlook) -> frozenset[Truth]:
        return _folded(fold, [part.possible(outlook) for part in kept])

    def open_facts(outlook: Outlook) -> frozenset[str]:
        # Unknown for sure is not settled: which facts it asks for can still change.
        if possible(outlook) in SETTLED:
            return _NOTHING
        return _NOTHING.union(*(part.open_facts(outlook) for part in kept))

    return Expression(value, unknown_facts, read, possible, open_facts)


def _folded(fold: Fold, choices: list[frozenset[Truth]]) -> frozenset[Truth]:
    """Gives every value of the fold; parts of the same possible values are counted, not told apart."""
    alike = Counter(choices)
    ways = (itertools.combinations_with_replacement(each, number) for each, number in alike.items())
    return frozenset(fold(itertools.chain(*way)) for way in itertools.product(*ways))


def _settled_by(decisive: bool, parts: list[Expression]) -> Expression:  # noqa: FBT001 - reads as a sentence
    """`and` is settled by one false part, `or` by one true part; else unknown wins."""
    values = tuple(part.value for part in parts)

    # A case goes through here some two hundred times; by way of `fold` each would take a third longer.
    def value(case: Case) -> Truth:
        result: Truth = not decisive
        for part in values:
            found = part(case)
            if found is decisive:
                return decisive
            if found is None:
                result = None
        return result

    def fold(each: Iterable[Truth]) -> Truth:
        found = set(each)
        return decisive if decisive in found else None if None in found else not decisive

    return replace(joined(fold, parts), value=value)


def _not(values: Iterable[Truth]) -> Truth:
    (value,) = values
    return None if value is None else not value


def fact_named(name: str, *kinds: str) -> CheckFact:
    """Gives the fact of a name.

    Args:
        name: Its name.
        kinds: The kinds that would do; any, if left out.

    Raises:
        Refused: There is no such fact, or it is of another kind.
    """
    known = check_facts()
    if name not in known:
        raise Refused(f"fact {name!r} is not known{nearest(name, known)}")
    fact = known[name]
    if kinds and fact.kind not in kinds:
        raise Refused(f"fact {name!r} is a {fact.kind}, not a {' or '.join(kinds)}")
    return fact


def _yes_or_no(node: ast.Name) -> Expression:
    name = node.id
    fact = fact_named(name, "yes_or_no")

    def value(case: Case) -> Truth:
        found: Truth = case.facts.get(name)
        return found

    return leaf(value, [fact.name])


def _comparison(node: ast.Compare) -> Expression:
    if len(node.ops) != 1:
        raise Refused(f"{ast.unparse(node)!r} compares more than two things at once")
    sign, right = node.ops[0], node.comparators[0]
    if isinstance(node.left, ast.Call):
        return _compared_number_of_places(node)
    if not isinstance(node.left, ast.Name):
        raise Refused(f"{ast.unparse(node)!r}: a fact has to stand on the left")
    if node.left.id in _RESULTS:
        return _compared_result(node.left.id, sign, right)
    return _compared_fact(fact_named(node.left.id, "choice", "number"), sign, right)


def _compared_fact(fact: CheckFact, sign: ast.cmpop, right: ast.expr) -> Expression:
    name = fact.name
    holds = _test_of_number(right, sign) if fact.kind == "number" else _test_of_choice(fact, sign, right)
    absent: Truth = False if fact.absent_is_no else None

    def value(case: Case) -> Truth:
        found = case.facts.get(name)
        return absent if found is None else holds(found)

    return leaf(value, [name])


def _compared_result(name: str, sign: ast.cmpop, right: ast.expr) -> Expression:
    choices = dict.fromkeys(_RESULTS[name], "")
    holds = _test_of_choice(CheckFact(name, "choice", "", "", False, 0, choices), sign, right)

    def value(case: Case) -> Truth:
        found = getattr(case, name)
        return None if found is None else holds(found)

    def possible(outlook: Outlook) -> frozenset[Truth]:
        return frozenset(holds(each) for each in outlook.urgencies) if name == "urgency" else ANYTHING

    return of_result(value, possible=possible)


def _compared_number_of_places(node: ast.Compare) -> Expression:
    call = node.left
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id != "places":
        raise Refused(f"{ast.unparse(node)!r}: only places(...) can be compared")
    (name,) = names(call, "sites")
    holds = _test_of_number(node.comparators[0], node.ops[0])

    def value(case: Case) -> Truth:
        sites = case.facts.get(name)
        return None if sites is None else holds(number_of_places(sites))

    return leaf(value, [name])


def number_of_places(sites: Iterable[str]) -> int:
    """Gives how many places the sites are, ignoring sides; widespread is three."""
    found = {without_side(site) for site in sites}
    return len(found) + (2 if "widespread" in found else 0)


def without_side(site: str) -> str:
    """Gives a site without its side."""
    return site.removesuffix("_left").removesuffix("_right")


def _test_of_number(right: ast.expr, sign: ast.cmpop) -> Callable[[Any], bool]:
    amount = _constant(right)
    if isinstance(amount, bool) or not isinstance(amount, (int, float)):
        raise Refused(f"{amount!r} is not a number")
    if type(sign) not in _ORDER:
        raise Refused(f"a number can not be compared by {type(sign).__name__!r}")
    compare = _ORDER[type(sign)][1]
    return lambda value: compare(value, amount)


def _test_of_choice(fact: CheckFact, sign: ast.cmpop, right: ast.expr) -> Callable[[Any], bool]:
    if isinstance(sign, (ast.In, ast.NotIn)):
        if not isinstance(right, ast.List):
            raise Refused(f"{ast.unparse(right)!r} should be a list of choices")
        wanted = frozenset(chosen(fact, each) for each in right.elts)
        return wanted.__contains__ if isinstance(sign, ast.In) else lambda value: value not in wanted
    if isinstance(sign, (ast.Eq, ast.NotEq)):
        one = chosen(fact, right)
        return (lambda value: value == one) if isinstance(sign, ast.Eq) else (lambda value: value != one)
    raise Refused(f"{fact.name} is a choice and has no order")


def chosen(fact: CheckFact, node: ast.expr) -> str:
    """Gives the choice that a node names.

    Raises:
        Refused: The fact has no such choice.
    """
    choice = _constant(node)
    if not isinstance(choice, str) or choice not in fact.choices:
        raise Refused(f"{choice!r} is no choice of {fact.name}{nearest(str(choice), fact.choices)}")
    return choice


def _constant(node: ast.expr) -> Any:
    if not isinstance(node, ast.Constant):
        raise Refused(f"{ast.unparse(node)!r} should be a plain value")
    return node.value


def names(call: ast.Call, *kinds: str) -> tuple[str, ...]:
    """Gives the one fact that a call names first.

    Args:
        call: Such as `some(numb_or_tingling_sites)`.
        kinds: The kinds of fact that would do.

    Raises:
        Refused: It names none.
    """
    if not call.args or not isinstance(call.args[0], ast.Name):
        raise Refused(f"{ast.unparse(call)!r} should name a fact first")
    return (fact_named(call.args[0].id, *kinds).name,)


def words(nodes: Iterable[ast.expr], known: Iterable[str], *, what: str) -> frozenset[str]:
    """Gives the words that nodes name.

    Args:
        nodes: Arguments of a call.
        known: The words there are.
        what: What such a word is, for the sentence of a refusal.

    Raises:
        Refused: There is none, or one is not known.
    """
    allowed = list(known)
    found = [_constant(node) for node in nodes]
    if not found:
        raise Refused(f"no {what} is named")
    for word in found:
        if word not in allowed:
            raise Refused(f"{what} {word!r} is not known{nearest(str(word), allowed)}")
    return frozenset(found)


def days(call: ast.Call) -> float | None:
    """Gives `days=N` of a call, or None.

    Raises:
        Refused: Another keyword stands there, or it is not a number.
    """
    if not call.keywords:
        return None
    (keyword,) = call.keywords[:1]
    amount = _constant(keyword.value)
    if keyword.arg != "days" or len(call.keywords) > 1 or isinstance(amount, bool):
        raise Refused(f"{ast.unparse(call)!r}: only days=N may be added")
    if not isinstance(amount, (int, float)):
        raise Refused(f"{ast.unparse(call)!r}: days should be a number")
    return float(amount)


def _call(node: ast.Call) -> Expression:
    from untwitch.check.words import FUNCTIONS  # noqa: PLC0415 - the words are made of this language

    if not isinstance(node.func, ast.Name):
        raise Refused(f"{ast.unparse(node)!r} is no part of the language of the rules")
    if node.func.id not in FUNCTIONS:
        raise Refused(f"function {node.func.id!r} is not known{nearest(node.func.id, FUNCTIONS)}")
    return FUNCTIONS[node.func.id](node)


def part(node: ast.expr) -> Expression:
    """Gives the expression of a part, for the words that take expressions."""
    return _expression(node)
