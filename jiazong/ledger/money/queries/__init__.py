"""Reads of the money of a contract."""
