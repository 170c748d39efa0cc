"""Keeping the data folder safe: backup, restore, the trial of it, the audit's chain."""
