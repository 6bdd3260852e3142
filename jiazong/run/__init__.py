"""What starts and stops Jiazong on one machine.

Invariant: nothing here opens a folder that is not ours, and the last command out turns off what it did not keep.
"""
