"""Indicators as numbers, words and formulas, wherever they stand, and their page."""
