"""The page that sets a street up."""
