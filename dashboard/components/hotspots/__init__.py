"""The page of accident hotspots: finding, map, ranked list, and how good the list is."""
