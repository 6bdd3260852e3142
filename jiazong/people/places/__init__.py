"""Regions by code, bodies, centres, rooms and opening hours. Invariant: a region's code begins with its parent's code."""
