"""How long things are kept, what is past its time, and its lawful end."""
