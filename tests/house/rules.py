"""The rules of the house as pure functions: a source tree in, a list of violations out."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOM_OF_EFFECT = {
    "read files": {"intake", "sources", "recordings", "record", "knowledge"},
    "write files": {"record", "report", "actions"},
    "open the database": {"record", "intake"},
    "spawn processes": {"intake", "cohort"},
    "read the clock or the environment": {"cli", "web"},
}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc", "core", "tools"}
LINES_AT_MOST = 400

READS = {"read_text", "read_bytes"}
WRITES = {
    "write_text",
    "write_bytes",
    "mkdir",
    "unlink",
    "rename",
    "replace_file",
    "rmdir",
    "touch",
    "rmtree",
}
CLOCK = {
    "time.time", "time.time_ns", "datetime.now", "datetime.utcnow", "datetime.today", "date.today",
    "dt.datetime.now", "dt.date.today", "datetime.datetime.now", "os.getenv", "os.environ",
}  # fmt: skip
PROCESSES = {"subprocess", "multiprocessing"}
DATABASE = {"sqlalchemy", "sqlite3", "alembic"}


def modules(source: Path) -> Iterator[tuple[Path, str, ast.Module]]:
    """Gives every module of the package with its room (empty for the package's own files)."""
    package = source / "untwitch"
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).parts
        yield path, parts[0] if len(parts) > 1 else "", ast.parse(path.read_text(encoding="utf-8"))


def imports_between_rooms(source: Path, *, project: Path) -> list[str]:
    """Gives what import-linter finds broken in a source tree, by the contracts of pyproject.toml."""
    environment = {**os.environ, "PYTHONPATH": str(source)}
    command = [
        sys.executable, "-c", "from importlinter.cli import lint_imports_command as go; go()",
        "--config", str(project / "pyproject.toml"), "--no-cache",
    ]  # fmt: skip
    run = subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True, check=False)
    if run.returncode == 0 and "0 broken" in run.stdout:
        return []
    return [run.stdout + run.stderr]


def effects_outside_their_rooms(source: Path) -> list[str]:
    """Gives reads, writes, databases, processes and clocks in rooms that may not have them."""
    found: list[str] = []
    for path, room, tree in modules(source):
        found.extend(
            f"{path.name}:{getattr(node, 'lineno', 0)} in {room} may not {effect}"
            for node in ast.walk(tree)
            for effect in _effects(node)
            if room and room not in ROOM_OF_EFFECT[effect] and not _is_package_data(path, effect)
        )
    return found


def _is_package_data(path: Path, effect: str) -> bool:
    """Says whether a module reads only what ships with it, through importlib.resources."""
    return effect == "read files" and "resources.files(" in path.read_text(encoding="utf-8")


def _effects(node: ast.AST) -> Iterator[str]:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        names = (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
        )
        tops = {name.partition(".")[0] for name in names}
        if tops & DATABASE:
            yield "open the database"
        if tops & PROCESSES:
            yield "spawn processes"
    if isinstance(node, ast.Attribute) and ast.unparse(node) in CLOCK:
        yield "read the clock or the environment"
    if isinstance(node, ast.Call):
        yield from _effects_of_call(node)


def _effects_of_call(call: ast.Call) -> Iterator[str]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name == "open" and isinstance(call.func, ast.Name):
        mode = next((ast.unparse(each) for each in call.args[1:2]), "'r'")
        yield "write files" if set(mode) & set("wax+") else "read files"
    if isinstance(call.func, ast.Attribute):
        if name in READS:
            yield "read files"
        if name in WRITES:
            yield "write files"


def badly_shaped_modules(source: Path, tests: Path) -> list[str]:
    """Gives modules that are too long, silent, badly named or without a test."""
    found = []
    for path, room, tree in modules(source):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LINES_AT_MOST:
            found.append(f"{path.name}: {lines} lines")
        if not ast.get_docstring(tree):
            found.append(f"{path}: no docstring")
        if path.stem in FORBIDDEN_NAMES or path.parent.name in FORBIDDEN_NAMES:
            found.append(f"{path}: a name that says nothing")
        does = any(isinstance(node, (ast.FunctionDef, ast.ClassDef)) for node in tree.body)
        inside = path.relative_to(source / "untwitch")
        if room and does and path.stem not in {"__init__", "env"} and "versions" not in inside.parts:
            test = tests / inside.parent / f"test_{path.stem}.py"
            if not test.exists():
                found.append(f"{inside}: no {test.relative_to(tests)}")
    return found


def careless_statements(source: Path) -> list[str]:
    """Gives asserts, bare excepts and mutable facts."""
    found = []
    for path, room, tree in modules(source):
        for node in ast.walk(tree):
            where = f"{path.name}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Assert):
                found.append(f"{where} asserts; raise Refused")
            if isinstance(node, ast.ExceptHandler) and node.type is None:
                found.append(f"{where} bare except")
            if room == "facts" and isinstance(node, ast.ClassDef) and _is_mutable_dataclass(node):
                found.append(f"{where} {node.name} is not frozen")
    return found


def _is_mutable_dataclass(node: ast.ClassDef) -> bool:
    marks = [ast.unparse(each) for each in node.decorator_list]
    return any("dataclass" in mark and "frozen=True" not in mark for mark in marks)


def missing_taken_as_zero(source: Path) -> list[str]:
    """Gives calls that turn the unknown into zero without a comment above that says why that is right.

    `nan_to_num` and `fillna` do so openly; `nansum` calls an empty day 0.
    """
    found = []
    for path, room, tree in modules(source):
        lines = ["", *path.read_text(encoding="utf-8").splitlines()]
        for node in ast.walk(tree):
            if room not in {"timeline", "explain", "inference", "report"} or not isinstance(
                node, ast.Attribute
            ):
                continue
            above = lines[node.lineno - 1].strip()
            if node.attr in {"nan_to_num", "nansum", "fillna"} and not above.startswith("#"):
                found.append(f"{path.name}:{node.lineno} {node.attr} turns the unknown into zero")
    return found


def sources_that_know_each_other(source: Path) -> list[str]:
    """Gives readers of a format that import the reader of another, and a register that is out of order."""
    room = source / "untwitch" / "sources"
    register = ast.parse((room / "__init__.py").read_text(encoding="utf-8"))
    built_in = next(
        ast.literal_eval(node.value)
        for node in register.body
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "BUILT_IN" and node.value
    )
    found = [] if list(built_in) == sorted(built_in) else ["the register is not in order"]
    for name in built_in:
        for node in ast.walk(ast.parse((room / f"{name}.py").read_text(encoding="utf-8"))):
            names = (
                [each.name for each in node.names] if isinstance(node, (ast.Import, ast.ImportFrom)) else []
            )
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            imported = {module.rpartition(".")[2], *(each.rpartition(".")[2] for each in names)}
            found += [f"{name} imports {other}" for other in built_in if other != name and other in imported]
    return found


def verbs_without_a_door(source: Path) -> list[str]:
    """Gives actions that no door opens and no other action uses, and doors that open no action."""
    package = source / "untwitch"
    actions = {path.stem for path in (package / "actions").glob("*.py")} - {"__init__", "session"}
    # serve opens the other door, web, which opens the actions.
    doors = {path.stem for path in (package / "cli").glob("*.py")} - {"__init__", "main", "door", "serve"}
    called = {
        name
        for room in ("cli", "web", "actions")
        for path in (package / room).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("untwitch.actions")
        for name in [
            (node.module or "").removeprefix("untwitch.actions").lstrip("."),
            *(a.name for a in node.names),
        ]
    }
    return [f"action {name} has no door" for name in sorted(actions - called)] + [
        f"door {name} opens no action" for name in sorted(doors - actions)
    ]


def actions_without_a_web_door(source: Path) -> list[str]:
    """Gives actions that the terminal opens and no page does, neither itself nor through an action it opens.

    A verb, which has a door of its own name at the terminal, may be at most one action away from a page.
    cohort is for people with many records, recording_score for people with marks of somebody else; both stay
    at the terminal.
    """
    package = source / "untwitch"
    direct = _actions_opened(package / "web")
    near = direct | _opened_by(package, direct)
    reached = set(near)
    while more := _opened_by(package, reached) - reached:
        reached |= more
    at_the_terminal = _actions_opened(package / "cli") - {"session", "cohort", "recording_score"}
    verbs = at_the_terminal & {path.stem for path in (package / "cli").glob("*.py")}
    return [f"action {name} has no web door" for name in sorted((at_the_terminal - reached) | (verbs - near))]


def _opened_by(package: Path, actions: set[str]) -> set[str]:
    files = [package / "actions" / f"{name}.py" for name in actions]
    return {name for path in files if path.exists() for name in _actions_opened(path)}


def _actions_opened(place: Path) -> set[str]:
    """Gives the actions that a file, or the files of a folder, import."""
    files = place.glob("*.py") if place.is_dir() else [place]
    return {
        module.removeprefix("untwitch.actions").lstrip(".") or each.name
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for module in [node.module or ""]
        if module.startswith("untwitch.actions")
        for each in node.names
    }
