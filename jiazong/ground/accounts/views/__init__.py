"""Signing in and out, what belongs to the own account, and second factors."""
