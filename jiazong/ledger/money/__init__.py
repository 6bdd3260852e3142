"""The money of a contract: budget lines, vouchers in double entry, instalments, bank statements, the statement of the year."""
