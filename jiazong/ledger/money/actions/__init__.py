"""Writes of the money of a contract: the plan, vouchers, instalments, bank lines, the year's end."""
