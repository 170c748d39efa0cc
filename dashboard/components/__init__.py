"""Pieces of pages; each owns the session keys it needs."""
