"""The restricted register: supervision notes and record checks of staff. Invariant: what a note or a check says opens by
a grant or to the person it is about, and every look into it leaves its line.
"""
