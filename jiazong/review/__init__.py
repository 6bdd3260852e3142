"""Independent people review the work: the evidence they are handed."""
