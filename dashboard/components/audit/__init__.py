"""The page of the audit, and its entries in words."""
