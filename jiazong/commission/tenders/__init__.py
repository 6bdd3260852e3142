"""Tenders: requirement, sealed bids, validity, panel, award, contract.

Invariants: every limit is a dated, sourced row of a rule set; before its opening nobody reads a bid.
"""
