"""Cases: six stages from intake to closing (MZ/T 094), each text sealed with a key of its case.

Invariant: a role never opens a case, a grant does; and what was completed or approved is not changed afterwards.
"""
