"""Service: one method of working each, from the front desk to a closed case."""
