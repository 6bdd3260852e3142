"""What people need, what is proposed, what public money may buy this year, and where centres are still to come."""
