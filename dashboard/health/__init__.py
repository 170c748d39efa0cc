"""How the program itself is: what is wrong with disk or database, and the self-check."""
