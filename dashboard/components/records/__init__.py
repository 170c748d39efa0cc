"""The records behind the numbers, as rows of a table, and as files."""
