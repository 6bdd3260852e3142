"""Decisions of the register: how a record check stands, how a month of supervision stands, which files are drawn. Pure."""
