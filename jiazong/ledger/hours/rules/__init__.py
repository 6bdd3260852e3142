"""Decisions of the ledger: what may be posted, what is noticed, how progress is reckoned. Pure."""
