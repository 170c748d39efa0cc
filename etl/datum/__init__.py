"""Which CRS the numbers of a ledger are in: what they may be, and what speaks for each."""
