"""Where people live, and how far they are from a shelter."""
