"""What follows from the records: pure functions over columns, without storage and clock."""
