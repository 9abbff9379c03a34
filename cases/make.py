"""Makes the released files of this folder from the cases as written: `python -m cases.make`, from the root.

Written: `cases.jsonl` (one case a line), `to_sign.csv` (for a clinician) and `contract/` (the tables that the
labels stand on). With `--answers` also `answers.jsonl`: what untwitch answers, without its sentences.
"""

import csv
import io
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cases.written import (
    benign,
    building,
    causes,
    emergency,
    limits,
    medicine,
    related,
    resembling,
    routine,
    unknown,
    urgent,
    young,
)

FOLDER = Path(__file__).resolve().parent
KNOWLEDGE = FOLDER.parent / "src" / "untwitch" / "knowledge"
MODULES = (
    emergency, urgent, routine, benign, unknown, limits, medicine, young, resembling, causes, related,
)  # fmt: skip
CONTRACT = {
    "triage_rules.csv": "red_flags.csv",
    "check_facts.schema.json": "check_facts.json",
    "check_answer.schema.json": "check_answer.json",
    "advice_limits.csv": "advice_limits.csv",
    "cause_strengths.csv": "cause_strengths.csv",
}
TO_SIGN = (
    "id", "group", "story", "urgency_expected", "within_expected", "whom_expected", "rules_expected",
    "urgency_by_clinician", "within_by_clinician", "whom_by_clinician", "label_is_right_yes_no", "comment",
    "name_and_registration", "date",
)  # fmt: skip


def lines() -> list[dict[str, Any]]:
    """Gives every case as it stands in cases.jsonl.

    Raises:
        ValueError: Two cases share an id.
    """
    rows = building.table()
    found = [
        building.as_line(each, group, rows)
        for module in MODULES
        for group, cases in module.GROUPS.items()
        for each in cases
    ]
    ids = [each["id"] for each in found]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        message = f"ids of more than one case: {twice}"
        raise ValueError(message)
    return found


def as_text(rows: list[dict[str, Any]]) -> str:
    """Gives rows as one JSON document a line."""
    return "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)


def to_sign(rows: list[dict[str, Any]]) -> str:
    """Gives the table that a clinician fills in; facts stand in cases.jsonl under the same id."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(TO_SIGN)
    for row in rows:
        label = row["expected"]
        expected = [" ".join(label[name]) for name in ("urgency", "within", "whom", "must_rules")]
        table.writerow([row["id"], row["group"], row["story"], *expected, *[""] * 7])
    return text.getvalue()


def made() -> dict[str, str]:
    """Gives the text of every file that follows from cases and tables alone, by its path in this folder."""
    rows = lines()
    tables = {
        f"contract/{name}": (KNOWLEDGE / theirs).read_text(encoding="utf-8")
        for name, theirs in CONTRACT.items()
    }
    return {"cases.jsonl": as_text(rows), "to_sign.csv": to_sign(rows), **tables}


def without_sentences(name: str, answer: Mapping[str, Any]) -> dict[str, Any]:
    """Gives what an answer decides, under the id of its case."""
    return {
        "id": name,
        **{key: answer[key] for key in ("urgency", "within", "whom")},
        "reasons": [each["id"] for each in answer["reasons"]],
        "ask_again": answer["ask_again"],
        "look_alike": answer["look_alike"],
        "plausible_causes": {each["cause"]: each["strength"] for each in answer["plausible_causes"]},
        "actions": [each["id"] for each in answer["actions"]],
        "avoid": [each["id"] for each in answer["avoid"]],
    }


def answers() -> list[dict[str, Any]]:
    """Gives what untwitch answers to each case, without its sentences."""
    from untwitch.actions.check import check  # noqa: PLC0415 - the cases themselves need no tool

    return [without_sentences(row["id"], check(row["facts"])) for row in lines()]


def main() -> None:
    """Writes the files."""
    files = made()
    if "--answers" in sys.argv[1:]:
        files["answers.jsonl"] = as_text(answers())
    for name, text in files.items():
        path = FOLDER / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
