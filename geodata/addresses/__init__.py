"""Places found by what a ledger writes: Chinese addresses read, compared and looked up offline."""
