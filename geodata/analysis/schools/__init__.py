"""What lies around schools, and what happens as pupils come and go."""
