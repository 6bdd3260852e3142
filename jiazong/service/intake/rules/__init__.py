"""Decisions of the front desk."""
