"""Invented demonstration data: centres, people and ledgers of a district or a city, written through the house's own actions.

Invariant: the same scale, day and seed give the same content; nothing and nobody in it exists.
"""
from jiazong.run.demo.loading import DemoLoaded, UnknownScale, load
from jiazong.run.demo.logins import Login

__all__ = ["DemoLoaded", "Login", "UnknownScale", "load"]
