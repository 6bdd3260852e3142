"""The verbs of needs, catalogue and roll-out."""
