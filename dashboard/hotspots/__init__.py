"""The hotspot page: words, what the browser is given, and what the page chooses."""
