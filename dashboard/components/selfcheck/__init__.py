"""The page of the self-check, and what is past its time."""
