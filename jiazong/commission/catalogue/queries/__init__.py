"""What the screens of needs, catalogue and roll-out read."""
