"""What follows from the records: pure functions over columns, without storage and clock.

Here lies the arithmetic that several share: counts, their changes, and what may be said of them.
"""
