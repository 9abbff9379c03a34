"""Hypothesis strategies for the facts, shared by the tests of every room."""
