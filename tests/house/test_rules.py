"""The rules of the house hold, and each is proven by a deliberate break."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.house import rules

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = PROJECT / "src"
TESTS = PROJECT / "tests"


def layers(source: Path) -> list[str]:
    return rules.imports_between_rooms(source, project=PROJECT)


def shapes(source: Path) -> list[str]:
    return rules.badly_shaped_modules(source, TESTS)


RULES: dict[str, Callable[[Path], list[str]]] = {
    "imports flow one way": layers,
    "effects stay in their rooms": rules.effects_outside_their_rooms,
    "modules are short, named, described and tested": shapes,
    "no asserts, no bare excepts, facts are frozen": rules.careless_statements,
    "missing is never zero": rules.missing_taken_as_zero,
    "every action has a door": rules.verbs_without_a_door,
    "every action has a web door": rules.actions_without_a_web_door,
    "sources do not know each other": rules.sources_that_know_each_other,
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_the_house_keeps_its_rule(rule: Callable[[Path], list[str]]) -> None:
    assert rule(SOURCE) == []


BREAKS = [
    ("imports flow one way", "facts/measure.py", "import untwitch.record.record"),
    ("imports flow one way", "timeline/build.py", "import untwitch.explain.dose"),
    ("imports flow one way", "sources/csv_table.py", "import untwitch.record.record"),
    ("imports flow one way", "check/triage.py", "import untwitch.sources"),
    ("imports flow one way", "check/triage.py", "import numpy"),
    ("sources do not know each other", "sources/csv_table.py", "import untwitch.sources.apple_health"),
    ("sources do not know each other", "sources/csv_table.py", "from untwitch.sources import apple_health"),
    (
        "sources do not know each other",
        "sources/csv_table.py",
        "from untwitch.sources.apple_health import SOURCE as OTHER",
    ),
    ("imports flow one way", "sources/csv_table.py", "import untwitch.knowledge"),
    ("imports flow one way", "inference/interval.py", "import untwitch.facts.measure"),
    ("imports flow one way", "cli/log.py", "import untwitch.record.record"),
    ("imports flow one way", "cli/log.py", "import numpy"),
    ("imports flow one way", "actions/log.py", "import urllib.request"),
    ("imports flow one way", "intake/clock.py", "import socket"),
    ("imports flow one way", "utils/__init__.py", '"""A room nobody declared."""'),
    ("effects stay in their rooms", "explain/dose.py", "TEXT = open('x').read()"),
    ("effects stay in their rooms", "timeline/build.py", "import pathlib\npathlib.Path('x').read_text()"),
    ("effects stay in their rooms", "timeline/build.py", "import pathlib\npathlib.Path('x').write_text('')"),
    ("effects stay in their rooms", "sources/csv_table.py", "open('x', 'w')"),
    ("effects stay in their rooms", "actions/log.py", "import sqlite3"),
    ("effects stay in their rooms", "advise/plan.py", "import subprocess"),
    ("effects stay in their rooms", "actions/log.py", "import time\nNOW = time.time()"),
    ("effects stay in their rooms", "record/record.py", "import os\nHOME = os.environ"),
    ("modules are short, named, described and tested", "facts/long.py", '"""Long."""\n' + "X = 1\n" * 400),
    ("modules are short, named, described and tested", "facts/silent.py", "X = 1"),
    ("modules are short, named, described and tested", "facts/helpers.py", '"""Says nothing."""'),
    ("modules are short, named, described and tested", "facts/new.py", '"""New."""\ndef new(): ...'),
    ("no asserts, no bare excepts, facts are frozen", "facts/measure.py", "assert True"),
    ("no asserts, no bare excepts, facts are frozen", "cli/log.py", "try:\n    pass\nexcept:\n    pass"),
    (
        "no asserts, no bare excepts, facts are frozen",
        "facts/measure.py",
        "@dataclass\nclass Soft:\n    x: int",
    ),
    ("missing is never zero", "timeline/build.py", "import numpy as np\nnp.nansum([])"),
    ("missing is never zero", "explain/dose.py", "import numpy as np\nnp.nan_to_num([])"),
    ("every action has a door", "actions/dance.py", '"""An action without a door."""'),
    ("every action has a web door", "cli/plan.py", "from untwitch.actions.dance import dance"),
    ("every action has a web door", "cli/plan.py", "from untwitch.actions import dance"),
    ("every action has a door", "cli/dance.py", '"""A door without an action."""'),
]


@pytest.mark.parametrize(("rule", "where", "what"), BREAKS)
def test_a_deliberate_break_is_caught(rule: str, where: str, what: str, tmp_path: Path) -> None:
    broken = tmp_path / "src"
    shutil.copytree(SOURCE, broken, ignore=shutil.ignore_patterns("__pycache__"))
    target = broken / "untwitch" / where
    target.parent.mkdir(exist_ok=True)
    before = target.read_text(encoding="utf-8") if target.exists() else ""
    target.write_text(f"{before}\n{what}\n".lstrip(), encoding="utf-8")
    assert RULES[rule](broken) != []
