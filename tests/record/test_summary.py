import json

from tests.record.making import batch, importing, watch

from untwitch.facts.problem import Problem, Quarantined
from untwitch.record.record import Record


def test_a_run_stands_in_json_as_the_import_contract_has_it(record: Record, me: str) -> None:
    with importing(record, me) as run:
        run.take(batch(range(3)))
        run.take(watch())
        run.take(Problem("line 812", "no unit"))
        run.take(Quarantined("export.xml", "kind not known", kind="Odd", unit="g", count=4))
        run.finish(complete=True)
    document = record.runs(me)[0].to_json()
    json.dumps(document, allow_nan=False)
    assert document == {
        "id": "1",
        "path": "export.zip",
        "format": "apple_health",
        "app": "Apple Health",
        "complete": True,
        "measures": {"steps": {"seen": 3, "taken": 3, "already_known": 0, "skipped": {}}},
        "entries": {"watch": {"seen": 1, "taken": 1, "already_known": 0, "skipped": {}}},
        "first_day": "2023-11-14",
        "last_day": "2023-11-14",
        "problems": [{"where": "line 812", "what": "no unit"}],
        "problem_count": 1,
        "quarantined": [{"kind": "Odd", "unit": "g", "reason": "kind not known", "count": 4}],
        "sha256": "ab" * 32,
        "bytes": 1234,
        "importer_version": "1",
    }
    assert record.runs(me)[0].started_ms == 1_700_000_000_000


def test_an_empty_run_has_no_days(record: Record, me: str) -> None:
    with importing(record, me) as run:
        run.finish(complete=True)
    document = record.runs(me)[0].to_json()
    assert (document["first_day"], document["last_day"], document["measures"]) == (None, None, {})
