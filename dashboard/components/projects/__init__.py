"""The page of promotion projects."""
