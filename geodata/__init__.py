"""What is where in a sub-district, and what follows from it; knows no page and no ledger file."""
