"""Who signs in: one account a person, a password, a session. Invariant: a closed account has no live session."""
