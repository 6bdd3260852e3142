"""Measures the product beside the physical limit, in one run on the same data and machine.

Invariant: a figure is printed only if it was measured in this run, with the load of the machine beside it.
"""
