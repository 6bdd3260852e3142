"""Writes of tenders: one verb, one transaction, one entry of the chronicle."""
