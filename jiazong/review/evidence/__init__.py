"""The evidence pack an evaluator is handed. Invariant: every figure in it equals the ledger on its day."""
