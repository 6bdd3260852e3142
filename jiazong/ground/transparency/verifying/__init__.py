"""Check the whole log against itself, against the rows it speaks of, and against checkpoints kept elsewhere: `whole.verify`."""
