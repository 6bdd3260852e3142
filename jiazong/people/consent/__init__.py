"""Consent: to which purposes a person, or whoever stands for her, has said yes, and since when no longer.

Invariant: a text somebody has agreed to stays word for word, and a withdrawal holds from the moment it is written.
"""
