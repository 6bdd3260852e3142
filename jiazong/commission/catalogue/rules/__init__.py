"""The decisions of needs, catalogue and roll-out: pure, without a clock and without settings."""
