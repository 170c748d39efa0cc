"""The page of the ledgers."""
