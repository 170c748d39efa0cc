"""The page one signs in by: complete in itself, since nothing else is served to strangers."""
