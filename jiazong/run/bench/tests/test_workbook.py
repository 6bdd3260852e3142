import pytest
from django.db import connection
from python_calamine import CalamineWorkbook

from jiazong.ledger.books import actions as books
from jiazong.run.bench import importing, workbook


def test_the_workbook_has_so_many_lines_and_one_in_two_hundred_names_nobody_on_the_list(tmp_path):
    people = workbook.staff(600)
    unknown = workbook.write(tmp_path / "book.xlsx", 600, people)
    lines = CalamineWorkbook.from_path(tmp_path / "book.xlsx").get_sheet_by_index(0).to_python()
    assert tuple(lines[0]) == workbook.HEADINGS
    assert len(lines) == 601
    assert sum(line[4] not in people for line in lines[1:]) == unknown == 3


@pytest.mark.django_db
def test_limit_and_product_take_in_the_same_lines(tmp_path):
    people = workbook.staff(400)
    unknown = workbook.write(tmp_path / "book.xlsx", 400, people)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute(importing.TARGET)
        cursor.execute("GRANT ALL ON bench_line TO jiazong_system")
        cursor.execute("SET LOCAL ROLE jiazong_system")
    contract = workbook.sign("bench0", people)
    book = books.hand_in(contract, name="book.xlsx", content=(tmp_path / "book.xlsx").read_bytes(), by=None)
    posted = books.post_book(books.read_book(book), by=None)
    assert importing._import_barely(tmp_path / "book.xlsx", contract) == contract.postings.count() == 400 - unknown
    assert posted.counts["refused"] == unknown
