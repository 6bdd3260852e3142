"""Rights over one's data: who looked, a copy, a correction, deletion or locking; and how long files are kept at all.

Invariant: what is asked for is decided by somebody else than who wrote it down, in time, with a reason where it is refused;
a locked file opens to nobody, and a forgotten one opens nowhere.
"""
