"""Reading and writing workbooks: cells come out of a confined child process, text goes in as text, nothing is ever run."""
