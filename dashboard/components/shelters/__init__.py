"""The page of shelters and who is near enough to one."""
