"""What makes a bid valid, how bids are scored, when which legal clock ends: pure decisions over files and rows (domain A3, A4, B5, B6)."""
