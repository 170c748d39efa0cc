"""Which records tell of one thing: how alike they are, and how likely that is by chance."""
