"""The page of schools and what lies around them."""
