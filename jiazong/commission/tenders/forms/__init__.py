"""What is typed into tenders, kept as it was typed until it is published or sealed."""
