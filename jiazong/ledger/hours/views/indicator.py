"""The rows behind one number of a contract: where it comes from, one by one, and as a workbook."""
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jiazong.commission.contracts.permissions import contract_within
from jiazong.ground.access.guarding import guard
from jiazong.ground.access.plans import keeps_plans
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ledger.hours import queries, rows_page, sheets
from jiazong.ledger.hours.asking import DayAsked, RowsAsked
from jiazong.ledger.hours.permissions import sight_of
from jiazong.ledger.hours.queries import rows as reading
from jiazong.ledger.hours.rows_page import Behind


@guard("postings.read", contract="code")
@keeps_plans
def indicator(request: HttpRequest, code: str, indicator: str) -> HttpResponse:
    """Every record behind a number, newest first, and how the number comes about."""
    behind = _behind(request, code, indicator)
    found = reading.breakdown(behind.contract, behind.measure, workers=behind.sight.workers, until=behind.day.bound)
    asked = RowsAsked(request.GET, contract=behind.contract, workers=found.names, own_only=behind.own_only)
    page = rows_page.page_of(behind, asked, request.GET)
    measured = queries.measure_alone(
        behind.contract, behind.measure.code, behind.measure.indicator, done=found.total, as_of=behind.day.day
    )
    shown = {"behind": behind, "contract": behind.contract, "found": found, "asked": asked, "page": page}
    shown |= rows_page.said_of(behind, found, *measured)
    shown |= {"rows": rows_page.shown_rows(page.rows, behind, found.names)}
    shown |= rows_page.ways(behind, asked, request.GET)
    return render(request, "hours/indicator.html", shown)


@guard("postings.read")
def export(request: HttpRequest, code: str, indicator: str) -> FileResponse:
    """The same rows as a workbook; that it was taken is written into the chronicle."""
    behind = _behind(request, code, indicator)
    workers = reading.worker_names(behind.lines)
    asked = RowsAsked(request.GET, contract=behind.contract, workers=workers, own_only=behind.own_only)
    rows = rows_page.narrowed(behind.counted, asked).order_by(*rows_page.KEYS)
    name = sheets.file_name(behind.contract, behind.measure)
    book = sheets.rows_book(rows, behind.measure)
    chronicle.record("hours.rows_exported", behind.contract, by=request.user, indicator=indicator)
    return FileResponse(book, as_attachment=True, filename=name, content_type=sheets.CONTENT_TYPE)


def _behind(request: HttpRequest, code: str, indicator: str) -> Behind:
    contract = contract_within(request.reach, code)
    measure = contract and reading.counted(contract, indicator)
    if measure is None:
        raise Http404(indicator)
    asked = DayAsked(request.GET, contract=contract)
    sight = sight_of(contract, request.reach, request.user)
    return Behind(contract, measure, sight, asked)
