"""The page of ledgers: bringing one in, and what came in before."""
