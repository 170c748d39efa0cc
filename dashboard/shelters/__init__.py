"""Shelters in figures and words."""
