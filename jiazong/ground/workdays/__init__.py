"""Which days are worked: holidays and swapped days as dated, sourced rows. Invariant: a year without notice is provisional."""
