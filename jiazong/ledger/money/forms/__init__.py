"""What is typed about money and about the life of a contract."""
