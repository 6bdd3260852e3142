"""Sealed data: fields, keys, blind indexes, masks. Invariant: the key that opens a value never lies beside the value."""
