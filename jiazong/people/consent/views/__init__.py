"""Screens of consent."""
