"""Residents: households, the people in them, their kin, where they lived since when; what is found again by name or number.

Invariant: a person belongs to one centre, and a name is kept byte for byte as it was given; nobody is deleted by merging.
"""
