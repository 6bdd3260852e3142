"""The hours ledger. Invariant: postings are only added, and the monthly roll-up equals their sum at every moment."""
