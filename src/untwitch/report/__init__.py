"""Findings turned into charts and pages that a person and their clinician can read."""
