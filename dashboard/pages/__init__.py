"""The pages, each a short script over components."""
