"""How many small mistakes in the rules and the engine of `check` its tests would notice.

Every mutant changes one thing. Rules: a part of a picture left out, `and` for `or`, a comparison turned,
a number one up or down, a choice left out, a `not` or `sure` taken away. Engine (the modules of `ENGINE`):
the same, a condition turned, a statement left out, True for False.

A mutant is killed, cheapest first, when it is refused on load, when a released case is answered otherwise
(cases/answers.jsonl), when facts on which tests/cases/test_oracle.py holds the engine to the second evaluator
are decided otherwise or a rule reads them otherwise, or when one of `TESTS` fails. A mutated rule is tried in
this process: only a case in which the rule itself says something else is decided again. A mutated module runs
in a process of its own. Nothing of the working tree is changed, and one core is used.
Run: `nice -n 19 python -m benchmarks.check_mutation [rules|engine] [share]`; the figures and the survivors go
to results/check_mutation.json. With `again` only the survivors that stand there are tried, by today's tests.
"""

import ast
import contextlib
import copy
import csv
import functools
import gc
import importlib.machinery
import importlib.util
import io
import json
import os
import platform
import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import fastjsonschema
import hypothesis
import jsonschema
import pytest
from cases.make import without_sentences
from tests.cases.draw import drawn
from tests.cases.oracle import Oracle
from tests.cases.test_oracle import AT_MOST, DRAWS, EMERGENCIES, people

from untwitch.check import triage as engine
from untwitch.check.case import Case, case_of
from untwitch.check.rules import Expression, compiled
from untwitch.check.verdict import verdict
from untwitch.facts.refused import Refused
from untwitch.knowledge import action_text, advice_limit, look_alike, medicine, red_flag, screen
from untwitch.knowledge.data_table import packaged_text

PROJECT = Path(__file__).resolve().parent.parent
RESULT = Path(__file__).parent / "results" / "check_mutation.json"
ENGINE = ("rules", "triage", "words", "plausible", "case", "identify", "advice", "verdict")
TESTS = (
    "pictures", "words", "still_open", "rules", "triage", "plausible", "case", "identify", "advice",
    "verdict",
)  # fmt: skip
DRAWN_TESTS = {"rules": ("rules", "still_open"), "words": ("rules", "still_open")}
"""By module, which tests that draw are tried last; of any other module its own."""
OPTIONS = (
    "-x", "-q", "--assert=plain", "-p", "no:cacheprovider",
    *(part for name in ("randomly", "xdist", "pytest_cov", "anyio") for part in ("-p", f"no:{name}")),
    "--deselect=tests/check/test_verdict.py::test_every_answer_keeps_its_contract",
    "--deselect=tests/check/test_verdict.py::test_the_person_reads_no_disease",
)  # fmt: skip
"""Left out are the two longest tests, of the shape and the words of an answer."""
READ_TWICE = frozenset(Oracle({}).values)
"""The rules that the second evaluator reads for their own sake; R10 and R13 follow from the others."""
LIMIT_S = 120
LIMIT_BYTES = 1_500_000_000
LOADED = (fastjsonschema, hypothesis, jsonschema, action_text, advice_limit, look_alike, medicine, screen)
"""Loaded once, before the processes part."""

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.GtE: ast.Gt, ast.Gt: ast.GtE, ast.LtE: ast.Lt, ast.Lt: ast.LtE,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed rule or module: where, what was changed, and the new text."""

    where: str
    what: str
    text: str


Change = tuple[str, Callable[[ast.AST], None]]


def changes(node: ast.AST) -> Iterator[Change]:  # noqa: C901 - one branch a kind of place
    """Gives what can be changed at one place of a tree, each as words and a function that does it."""
    if isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield "and for or", lambda each: setattr(each, "op", other)
        for number in range(len(node.values)):
            yield f"without part {number + 1}", lambda each, n=number: each.values.pop(n)  # type: ignore[misc]
    if isinstance(node, ast.Compare):
        turned = COMPARISONS[type(node.ops[0])]()
        yield f"{type(turned).__name__} instead", lambda each: setattr(each, "ops", [turned])
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield f"{not node.value}", lambda each: setattr(each, "value", not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        for step in (1, -1):
            yield f"{node.value + step} instead", lambda each, s=step: setattr(each, "value", node.value + s)  # type: ignore[misc]
    if isinstance(node, (ast.List, ast.Set)) and len(node.elts) > 1:
        for number in range(len(node.elts)):
            yield f"without choice {number + 1}", lambda each, n=number: each.elts.pop(n)  # type: ignore[misc]
    if isinstance(node, ast.Call):
        words = [n for n, each in enumerate(node.args) if isinstance(each, ast.Constant)]
        for number in words if len(words) > 1 else []:
            yield f"without word {number + 1}", lambda each, n=number: each.args.pop(n)  # type: ignore[misc]
    if isinstance(node, (ast.If, ast.IfExp, ast.While)):
        turned_test = ast.UnaryOp(ast.Not(), copy.deepcopy(node.test))
        yield "condition turned", lambda each: setattr(each, "test", turned_test)


def replaced(node: ast.AST) -> Iterator[tuple[str, ast.expr | ast.stmt]]:
    """Gives what a place of a tree can be replaced by."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "without not", node.operand
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sure":
        yield "without sure", node.args[0]
    if isinstance(node, (ast.AugAssign, ast.Expr)) and not isinstance(
        getattr(node, "value", None), ast.Constant
    ):
        yield "left out", ast.Pass()


def mutants_of(text: str, where: str, *, mode: str) -> Iterator[Mutant]:
    """Gives every mutant of a rule (`eval`) or of a module (`exec`)."""
    original = ast.parse(text, mode=mode)
    aside = _words_only(original)
    places = [node for node in ast.walk(original) if id(node) not in aside]
    positions = {id(node): number for number, node in enumerate(ast.walk(original))}
    for node in places:
        for what, change in changes(node):
            tree = copy.deepcopy(original)
            change(list(ast.walk(tree))[positions[id(node)]])
            yield _mutant(tree, node, where, what)
        for what, instead in replaced(node):
            tree = copy.deepcopy(original)
            target = list(ast.walk(tree))[positions[id(node)]]
            yield _mutant(_Replace(target, copy.deepcopy(instead)).visit(tree), node, where, what)


class _Replace(ast.NodeTransformer):
    def __init__(self, target: ast.AST, instead: ast.AST) -> None:
        self.target, self.instead = target, instead

    def visit(self, node: ast.AST) -> Any:
        return self.instead if node is self.target else self.generic_visit(node)


def _words_only(tree: ast.AST) -> set[int]:
    """Gives the places that only make a sentence, a type or a decoration, which no rule hangs on."""
    aside: list[ast.AST] = []
    for parent in ast.walk(tree):
        if isinstance(parent, ast.Raise):
            aside.append(parent)
        elif isinstance(parent, (ast.FunctionDef, ast.ClassDef)):
            aside.extend(parent.decorator_list)
        elif isinstance(parent, ast.AnnAssign):
            aside.append(parent.annotation)
    return {id(below) for each in aside for below in ast.walk(each)}


def _mutant(tree: ast.AST, node: ast.AST, where: str, what: str) -> Mutant:
    line = getattr(node, "lineno", 0)
    place = f"{where}:{line}" if where.endswith(".py") else where
    return Mutant(place, f"{what}: {ast.unparse(node)[:90]}", ast.unparse(ast.fix_missing_locations(tree)))


def without_doubles(mutants: Iterable[Mutant], text: str) -> Iterator[Mutant]:
    """Gives the mutants that read otherwise than the original and than each other."""
    seen = {ast.unparse(ast.parse(text))}
    for mutant in mutants:
        if mutant.text not in seen:
            seen.add(mutant.text)
            yield mutant


def of_rules() -> Iterator[Mutant]:
    """Gives every mutant of the table of rules."""
    for flag in red_flag.red_flags():
        yield from without_doubles(mutants_of(flag.when, flag.id, mode="eval"), flag.when)


def of_engine() -> Iterator[Mutant]:
    """Gives every mutant of the modules that decide."""
    for name in ENGINE:
        source = (PROJECT / "src" / "untwitch" / "check" / f"{name}.py").read_text(encoding="utf-8")
        yield from without_doubles(mutants_of(source, f"check/{name}.py", mode="exec"), source)


def decision(found: Any) -> tuple[Any, ...]:
    """Gives what is compared of a decision."""
    ids = [flag.id for flag in found.flags]
    return found.urgency, found.within, found.whom, ids, found.ask_again


@functools.cache
def released() -> tuple[tuple[str, dict[str, Any], dict[str, Any]], ...]:
    """Gives id, facts and answer of every released case."""
    folder = PROJECT / "cases"
    cases, answers = (
        [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        for name in ("cases", "answers")
    )
    return tuple((case["id"], case["facts"], answer) for case, answer in zip(cases, answers, strict=True))


@functools.cache
def held() -> tuple[dict[str, Any], ...]:
    """Gives the facts on which the tests hold the engine to the second evaluator."""
    chance = random.Random(63)
    random_facts = [drawn(chance) for _ in range(DRAWS)]
    return (*random_facts, *(facts for rule in EMERGENCIES for facts in people(rule, AT_MOST)))


@functools.cache
def decided() -> tuple[tuple[engine.Triage, tuple[Any, ...]], ...]:
    """Gives every released and held case as the engine decides it unchanged, and that decision."""
    every = [*(facts for _, facts, _ in released()), *held()]
    found = [engine.triage(case_of(facts)) for facts in every]
    return tuple((each, decision(each)) for each in found)


# ---- a mutated rule ----


def what_notices_rule(mutant: Mutant) -> str:
    """Says what notices a mutated rule; empty when nothing does."""
    rules = engine.rules()
    known = next(each for level in rules.values() for each in level if each.flag.id == mutant.where)
    try:
        when = compiled(mutant.text)
    except Refused:
        return "load"
    changed = replace(known, when=when)
    mutated = {level: tuple(changed if x is known else x for x in each) for level, each in rules.items()}
    by_rule = slice(len(released()), len(released()) + DRAWS if mutant.where in READ_TWICE else 0)
    if any(_says(when, found.case) != _says(known.when, found.case) for found, _ in decided()[by_rule]):
        return "cases"
    for found, before in decided():
        if _says(when, found.case) != _says(known.when, found.case) and _by(mutated, found) != before:
            return "cases"

    def tried() -> str:
        put_rule(mutant)
        return fails("not hypothesis", TESTS)

    return in_a_process(tried)


def _says(picture: Expression, case: Case) -> tuple[Any, frozenset[str]]:
    return picture.value(case), picture.unknown_facts(case)


def _by(mutated: Any, found: engine.Triage) -> tuple[Any, ...]:
    unchanged = engine.rules
    try:
        setattr(engine, "rules", lambda: mutated)  # noqa: B010 - a stand-in for one decision
        return decision(engine.triage(case_of(found.case.facts)))
    finally:
        setattr(engine, "rules", unchanged)  # noqa: B010 - same


def put_rule(mutant: Mutant) -> None:
    """Puts a mutated rule in the place of the real one; only in the process of the mutant."""
    rows = list(csv.DictReader(packaged_text(red_flag.FILE).splitlines()))
    for row in rows:
        if row["id"] == mutant.where:
            row["when"] = mutant.text
    table = io.StringIO()
    writer = csv.DictWriter(table, red_flag.COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    setattr(red_flag, "packaged_text", lambda _: table.getvalue())  # noqa: B010 - a stand-in for one process
    red_flag.red_flags.cache_clear()
    forget_the_engine()


# ---- a mutated module ----


def what_notices_module(mutant: Mutant) -> str:
    """Says what notices a mutated module; empty when nothing does."""

    def tried() -> str:
        put_module(mutant)
        own = Path(mutant.where.partition(".py")[0]).name
        return (
            what_released_case_notices()
            or fails("not hypothesis", [own])
            or what_held_facts_notice()
            or fails("not hypothesis", TESTS)
            or fails("hypothesis", DRAWN_TESTS.get(own, (own,)))
        )

    return in_a_process(tried)


def put_module(mutant: Mutant) -> None:
    """Puts a mutated module in the place of the real one; only in the process of the mutant."""
    name = "untwitch." + mutant.where.partition(".py")[0].replace("/", ".")

    class Loader(importlib.machinery.SourceFileLoader):
        def get_code(self, fullname: str) -> Any:  # noqa: ARG002 - the name is the module's
            return compile(mutant.text, self.path, "exec")

    class Finder:
        @staticmethod
        def find_spec(fullname: str, _path: object = None, _target: object = None) -> Any:
            if fullname != name:
                return None
            path = str(PROJECT / "src" / Path(*name.split("."))) + ".py"
            return importlib.util.spec_from_file_location(name, path, loader=Loader(name, path))

    sys.meta_path.insert(0, Finder)
    forget_the_engine()


def forget_the_engine() -> None:
    """Forgets every module that may hold a part of the engine, so that it is loaded anew."""
    for name in list(sys.modules):
        if name.startswith(("untwitch.check", "untwitch.actions", "untwitch.cli", "tests.", "cases.")):
            del sys.modules[name]


def what_released_case_notices() -> str:
    """Says whether a released case is answered otherwise."""
    mutated = importlib.import_module("untwitch.check.verdict").verdict
    for name, facts, answer in released():
        if without_sentences(name, mutated(facts)) != answer:
            return "cases"
    return ""


def what_held_facts_notice() -> str:
    """Says whether facts that both evaluators decide are decided or read otherwise."""
    mutated = importlib.import_module("untwitch.check.triage")
    made = importlib.import_module("untwitch.check.case").case_of
    for number, (facts, (_, before)) in enumerate(zip(held(), decided()[len(released()) :], strict=True)):
        found = mutated.triage(made(facts))
        if decision(found) != before:
            return "cases"
        if number < DRAWS and readings(mutated.rules(), found.case) != read()[number]:
            return "cases"
    return ""


def readings(rules: Mapping[str, Iterable[engine.Rule]], case: Case) -> tuple[Any, ...]:
    """Gives what each rule says of a case."""
    every = (rule for level in rules.values() for rule in level)
    return tuple(_says(rule.when, case) for rule in every if rule.flag.id in READ_TWICE)


@functools.cache
def read() -> tuple[tuple[Any, ...], ...]:
    """Gives what each rule says, unchanged, of the facts that both evaluators read rule by rule."""
    drawn_ones = decided()[len(released()) : len(released()) + DRAWS]
    return tuple(readings(engine.rules(), found.case) for found, _ in drawn_ones)


# ---- both ----


def fails(chosen: str, names: Iterable[str]) -> str:
    """Says whether one of the tests of some files fails."""
    files = [f"tests/check/test_{name}.py" for name in names]
    ended = pytest.main([*OPTIONS, "-m", chosen, *files])
    return "" if ended in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED} else "tests"


def in_a_process(tries: Callable[[], str]) -> str:
    """Gives what notices a mutant, tried in a process of its own; whatever ends it was noticed."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        signal.alarm(LIMIT_S)
        resource.setrlimit(resource.RLIMIT_AS, (LIMIT_BYTES, LIMIT_BYTES))
        found = "load"
        with contextlib.suppress(BaseException):
            found = tries()
        os.write(writer, found.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="ascii") as pipe:
        found = pipe.read()
    return found if os.waitpid(child, 0)[1] == 0 else "time"


def main() -> None:
    """Counts and writes."""
    wanted = [each for each in sys.argv[1:] if each in {"rules", "engine"}] or ["rules", "engine"]
    share = next((float(each) for each in sys.argv[1:] if each[0].isdigit()), 1.0)
    os.chdir(PROJECT)
    wrong = [name for name, facts, answer in released() if without_sentences(name, verdict(facts)) != answer]
    if wrong:
        message = f"the unchanged engine answers {wrong[:3]} otherwise than cases/answers.jsonl"
        raise SystemExit(message)
    read()
    gc.freeze()
    kinds = {"rules": (of_rules, what_notices_rule), "engine": (of_engine, what_notices_module)}
    for kind in wanted:
        make, what_notices = kinds[kind]
        chance = random.Random(1)
        mutants = [each for each in make() if chance.random() < share]
        chance.shuffle(mutants)
        before, labels = kept(kind) if "again" in sys.argv[1:] else None, set[str]()
        if before is not None:
            labels = {f"{each.where}: {each.what}" for each in mutants}
            mutants = [each for each in mutants if f"{each.where}: {each.what}" in before["survivors"]]
        begin = time.process_time() + sum(os.times()[2:4])
        killed: Counter[str] = Counter()
        # A survivor that is not found any more, as its module was changed, stays one.
        survivors = [each for each in before["survivors"] if each not in labels] if before else []
        for number, mutant in enumerate(mutants, start=1):
            noticed = what_notices(mutant)
            if noticed:
                killed[noticed] += 1
            else:
                survivors.append(f"{mutant.where}: {mutant.what}")
                print(f"{number}/{len(mutants)} survived {survivors[-1]}", flush=True)
            if number == len(mutants) or (number % 25 == 0 and before is None):
                print(f"{number}/{len(mutants)} {dict(killed)}", flush=True)
                cpu_s = time.process_time() + sum(os.times()[2:4]) - begin
                figures = {"share_of_all": share, "killed_by": dict(killed), "cpu_s": round(cpu_s)}
                write(kind, figures, tried=number, survivors=survivors, before=before)


def kept(kind: str) -> dict[str, Any]:
    """Gives the figures of the last run."""
    document: dict[str, dict[str, Any]] = json.loads(RESULT.read_text(encoding="utf-8"))
    return document[kind]


def write(
    kind: str,
    figures: dict[str, Any],
    *,
    tried: int,
    survivors: list[str],
    before: dict[str, Any] | None,
) -> None:
    """Writes the figures so far; where only survivors were tried, added to those of the run before."""
    document = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
    if before is not None:
        tried = before["mutants"]
        ways = Counter(before["killed_by"])
        ways["tests"] += tried - len(survivors) - ways.total()
        figures = {**before, "killed_by": dict(ways), "cpu_s": before["cpu_s"] + figures["cpu_s"]}
    killed = tried - len(survivors)
    document[kind] = {
        "mutants": tried, **figures, "killed": killed, "killed_percent": round(100 * killed / tried, 1),
        "survivors": survivors,
    }  # fmt: skip
    document |= {"command": "nice -n 19 python -m benchmarks.check_mutation", "engine_modules": ENGINE}
    document |= {"tests": [f"tests/check/test_{name}.py" for name in TESTS]}
    document |= {"python": platform.python_version()}
    RESULT.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
