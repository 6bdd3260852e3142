"""Screens of the money of a contract and of its life."""
