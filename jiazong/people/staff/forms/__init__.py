"""What is typed about the people who work at a centre: who they are, what they learned, when they are away."""
