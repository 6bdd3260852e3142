"""Screens of staff: the workers, their certificates and registration, their leave."""
