"""What is taken away from the dashboard as a file; the serving process imports `order` only."""
