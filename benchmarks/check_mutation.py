"""How many small mistakes in the rules and the engine of `check` its tests would notice.

Every mutant changes one thing. Rules: a part of a picture left out, `and` for `or`, a comparison turned,
a number one up or down, a choice left out, a `not` or `sure` taken away. Engine (rules, triage, words): the
same, a condition turned, a statement left out, True for False. A mutant is killed when it is refused on load,
when a released case is answered otherwise, or when one of `TESTS` fails. Each runs in a process of its own;
nothing of the working tree is changed.
Run: `nice python -m benchmarks.check_mutation [rules|engine] [share]`; the figures and the survivors go to
results/check_mutation.json.
"""

import ast
import copy
import csv
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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fastjsonschema
import hypothesis
import jsonschema
import pytest

from untwitch.knowledge import action_text, advice_limit, check_fact, look_alike, medicine, red_flag, screen
from untwitch.knowledge.data_table import packaged_text

PROJECT = Path(__file__).resolve().parent.parent
RESULT = Path(__file__).parent / "results" / "check_mutation.json"
ENGINE = ("rules", "triage", "words")
TESTS = tuple(
    f"tests/check/test_{name}.py"
    for name in ("pictures", "words", "rules", "triage", "plausible", "still_open")
)
LIMIT_S = 180
LIMIT_BYTES = 1_500_000_000
KILLED, SURVIVED = "killed", "survived"
LOADED = (
    fastjsonschema,
    hypothesis,
    jsonschema,
    action_text,
    advice_limit,
    check_fact,
    look_alike,
    medicine,
    screen,
)
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
    places = [node for node in ast.walk(original) if not _is_words_only(node, original)]
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


def _is_words_only(node: ast.AST, tree: ast.AST) -> bool:
    """Says whether a place only makes a sentence, a type or a decoration, which no rule hangs on."""
    for parent in ast.walk(tree):
        aside: list[ast.AST] = []
        if isinstance(parent, ast.Raise):
            aside = [parent]
        elif isinstance(parent, (ast.FunctionDef, ast.ClassDef)):
            aside = list(parent.decorator_list)
        elif isinstance(parent, ast.AnnAssign):
            aside = [parent.annotation]
        if any(node is below for each in aside for below in ast.walk(each)):
            return True
    return False


def _mutant(tree: ast.AST, node: ast.AST, where: str, what: str) -> Mutant:
    line = getattr(node, "lineno", 0)
    place = f"{where}:{line}" if where.endswith(".py") else where
    return Mutant(place, f"{what}: {ast.unparse(node)[:90]}", ast.unparse(ast.fix_missing_locations(tree)))


def of_rules() -> Iterator[Mutant]:
    """Gives every mutant of the table of rules."""
    for flag in red_flag.red_flags():
        for mutant in mutants_of(flag.when, flag.id, mode="eval"):
            if mutant.text != ast.unparse(ast.parse(flag.when)):
                yield mutant


def of_engine() -> Iterator[Mutant]:
    """Gives every mutant of the modules that decide."""
    for name in ENGINE:
        source = (PROJECT / "src" / "untwitch" / "check" / f"{name}.py").read_text(encoding="utf-8")
        yield from mutants_of(source, f"check/{name}.py", mode="exec")


def with_rule(mutant: Mutant) -> None:
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


def with_module(mutant: Mutant) -> None:
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


def released(rule: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Gives the released cases with their answers; those of a rule first."""
    answers = {}
    for line in (PROJECT / "cases" / "answers.jsonl").read_text(encoding="utf-8").splitlines():
        answer = json.loads(line)
        answers[answer["id"]] = answer
    cases = [json.loads(line) for line in (PROJECT / "cases" / "cases.jsonl").read_text("utf-8").splitlines()]
    for case in sorted(cases, key=lambda each: not each["id"].startswith(rule)):
        yield case["facts"], answers[case["id"]]


def is_noticed(rule: str) -> str:
    """Says what notices the mutant that is in place: a case, a test, or nothing."""
    from untwitch.check.case import case_of  # noqa: PLC0415 - loaded once the mutant is in place
    from untwitch.check.triage import triage  # noqa: PLC0415 - same

    for facts, answer in released(rule):
        found = triage(case_of(facts))
        ids, again = [flag.id for flag in found.flags], list(found.ask_again)
        decided = (found.urgency, found.within, found.whom, ids, again)
        if decided != tuple(answer[name] for name in ("urgency", "within", "whom", "reasons", "ask_again")):
            return "a case"
    # A refusal to start at all would be noticed too: no failed test is named then.
    options = ["-x", "-q", "--assert=plain", "-p", "no:randomly", "-p", "no:cacheprovider"]
    status = pytest.main([*options, *TESTS])
    return "a test" if status else ""


def fate(mutant: Mutant, put_in: Callable[[Mutant], None]) -> str:
    """Gives `killed` or `survived`, from a process of the mutant's own."""
    child = os.fork()
    if child == 0:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        signal.alarm(LIMIT_S)
        resource.setrlimit(resource.RLIMIT_AS, (LIMIT_BYTES, LIMIT_BYTES))
        try:
            put_in(mutant)
            noticed = bool(is_noticed(mutant.where))
        except BaseException:  # noqa: BLE001 - whatever a mutant does, it was noticed
            noticed = True
        os._exit(1 if noticed else 0)
    return KILLED if os.waitpid(child, 0)[1] else SURVIVED


def main() -> None:
    """Counts and writes."""
    wanted = [each for each in sys.argv[1:] if each in {"rules", "engine"}] or ["rules", "engine"]
    share = next((float(each) for each in sys.argv[1:] if each[0].isdigit()), 1.0)
    sys.path.insert(0, str(PROJECT))
    os.chdir(PROJECT)
    kinds = {"rules": (of_rules, with_rule), "engine": (of_engine, with_module)}
    for kind in wanted:
        make, put_in = kinds[kind]
        chance = random.Random(1)
        mutants = [each for each in make() if chance.random() < share]
        begin = time.perf_counter()
        survivors = []
        for number, mutant in enumerate(mutants, start=1):
            if fate(mutant, put_in) == SURVIVED:
                survivors.append(f"{mutant.where}: {mutant.what}")
                print(f"{number}/{len(mutants)} survived {survivors[-1]}", flush=True)
            elif number % 50 == 0:
                print(f"{number}/{len(mutants)}", flush=True)
        document = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
        document[kind] = {
            "mutants": len(mutants), "share_of_all": share, "killed": len(mutants) - len(survivors),
            "killed_percent": round(100 * (1 - len(survivors) / len(mutants)), 1),
            "seconds": round(time.perf_counter() - begin), "survivors": survivors,
        }  # fmt: skip
        document |= {
            "command": "nice python -m benchmarks.check_mutation",
            "killed_by": ["refused on load", "cases/", *TESTS],
            "python": platform.python_version(),
        }
        RESULT.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
        print(kind, document[kind]["killed_percent"])


if __name__ == "__main__":
    main()
