"""Signing in: passwords, sessions, one-time links, and what an office sets about them."""
