"""The life of a contract after signing: promises, deposit, amendments, acceptance, renewal, termination, and the figures behind them."""
