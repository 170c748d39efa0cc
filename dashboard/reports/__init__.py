"""What is taken away from the dashboard as a file. Not imported by the serving process."""
