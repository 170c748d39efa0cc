"""The page of accounts: who may come in, and who is there now."""
