"""The declared indicators: what is counted, divided, compared, and aimed at."""
