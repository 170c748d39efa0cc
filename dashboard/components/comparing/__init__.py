"""Two periods compared: on the map, as a table, as a file."""
