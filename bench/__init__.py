"""Figures: ratios taken in one run on one machine, never tests."""
