"""Answers to a verdict: how soon, whom, why, what now; a pure function of the facts."""
