"""What everybody may read without signing in: the evidence log's checkpoints, tiles and keys. Invariant: hashes, no person."""
