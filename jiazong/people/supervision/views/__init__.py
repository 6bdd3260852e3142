"""Screens of the register: notes, pairs, record checks, requests and emergencies, who read what."""
