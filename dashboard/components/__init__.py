"""Pieces of pages; each owns the session keys it needs.

Here lies what pages share; what one page alone is made of lies in the folder of its name.
"""
