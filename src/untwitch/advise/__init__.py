"""From a verdict and an attribution to a plan that a person can follow today."""
