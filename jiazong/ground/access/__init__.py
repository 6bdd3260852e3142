"""Words for what may be done, and who may do them where. Invariant: no screen opens without a word in permissions.csv."""
