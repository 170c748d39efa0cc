"""The worker: a process beside the server that does what takes long, one job after another."""
