"""Coordinates of China: the systems we name, their offsets, and how numbers are written."""
