"""What the street asks beyond the contract: added tasks, what they cost the plan, who was asked, how it ended (domain A22)."""
