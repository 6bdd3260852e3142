"""What is typed about needs, the catalogue and the roll-out."""
