"""Each write carries a key, kept with its answer in the same transaction. Invariant: one key has one effect, however often it is sent."""
