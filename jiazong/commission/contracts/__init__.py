"""Contracts: term, trial year, hours rule, indicators and targets. Invariant: rules are dated rows, never constants."""
