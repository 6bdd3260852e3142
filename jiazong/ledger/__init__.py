"""What was done counts for something: the append-only ledger of a contract."""
