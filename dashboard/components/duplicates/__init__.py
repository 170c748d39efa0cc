"""The page of duplicates: pairs, both records of one, what was decided."""
