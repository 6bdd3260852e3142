"""Tenders: requirement, sealed bids, validity, scoring, award. Invariant: every limit is a dated, sourced row of a rule set."""
