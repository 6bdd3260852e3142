"""Screens of families: the list, one family, one person, and the forms that write them down."""
