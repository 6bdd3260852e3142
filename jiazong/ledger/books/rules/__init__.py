"""What a centre's service ledger (服务台账) means, decided without a database: `understand` reads it as a person would."""
from jiazong.ledger.books.rules.book import (
    AcceptedRow,
    BookContext,
    ColumnReading,
    Problem,
    Reading,
    RefusedRow,
    SheetReading,
)
from jiazong.ledger.books.rules.understanding import understand

__all__ = ["AcceptedRow", "BookContext", "ColumnReading", "Problem", "Reading", "RefusedRow", "SheetReading", "understand"]
