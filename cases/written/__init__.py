"""The cases as people wrote them, one module a group; `python -m cases.make` turns them into cases.jsonl."""
