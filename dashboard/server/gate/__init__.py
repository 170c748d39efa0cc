"""The one door of the server: every request and every message passes it, or ends at it."""
