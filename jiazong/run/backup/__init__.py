"""Backups of the whole database: made from one moment, sealed with a key that is not in it, tried by restoring.

Invariant: a file that bears its final name has been read back whole from disk, and the last good one is never removed.
"""
