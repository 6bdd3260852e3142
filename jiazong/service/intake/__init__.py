"""The front desk: who waits for whom, what came of it, who takes a case.

Invariant: every contact ends with an outcome, and a case goes to a worker only by a decision of the one who allots.
"""
