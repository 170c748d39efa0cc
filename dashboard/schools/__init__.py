"""Schools and what lies around them, in figures and words."""
