"""How the product itself is doing: jobs, backups, disks, evidence log; numbers and times, never what anybody wrote.

Invariant: nothing kept or shown here holds a name, a text or an address of a person; of an error only its class is kept.
"""
