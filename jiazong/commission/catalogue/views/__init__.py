"""The screens of needs, catalogue and roll-out."""
