"""Service ledgers handed in as workbooks: read, judged row by row, posted whole or not at all."""
