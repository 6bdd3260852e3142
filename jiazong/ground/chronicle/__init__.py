"""What happened: who did what to which subject, when. Invariant: an entry is written in the transaction of its deed."""
