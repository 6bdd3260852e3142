"""What belongs to no single thing: the first page of each role."""
