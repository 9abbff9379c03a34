"""One module a step; once released, a step never changes."""
