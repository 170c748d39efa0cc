"""Keeping the data folder safe: backup, restore, the trial of it, retention, the audit's chain."""
