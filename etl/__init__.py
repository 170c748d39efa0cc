"""A ledger file → records: what offices keep in tables, read, checked, placed, published."""
