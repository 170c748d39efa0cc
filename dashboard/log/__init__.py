"""What the program writes down for whoever has to mend it, with personal data removed."""
