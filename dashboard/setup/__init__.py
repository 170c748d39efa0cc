"""Setting up a street: what of its ground is there, and areas made by hand."""
