"""The district commissions a project: contracts with their term, hours and indicators."""
