"""Cases for `check`: facts in, what must come out; for this tool or any other."""
