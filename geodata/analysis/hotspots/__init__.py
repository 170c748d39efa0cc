"""Where incidents gather, how sure that is, and whether yesterday's list would have known."""
