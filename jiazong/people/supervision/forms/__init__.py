"""What is typed into the register and about supervision."""
