"""The evidence log: a salted leaf for every deed, in its own transaction, sequenced into one signed tree.

Invariant: what was once sequenced under a signed checkpoint can be changed by nobody without `verify` naming it.
"""
