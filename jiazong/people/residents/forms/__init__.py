"""What is typed about families, people and who belongs to whom."""
