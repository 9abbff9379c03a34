"""The terminal door: parse, one action, print."""
