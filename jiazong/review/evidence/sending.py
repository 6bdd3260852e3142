"""Send an evidence pack: streamed to a browser, or written into a file; it prints, so it stands above the actions."""
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from functools import partial
from typing import BinaryIO

from jiazong.commission.contracts.models import Contract
from jiazong.ground.access.context import acting, acting_as_system
from jiazong.ground.accounts.models import Account
from jiazong.ground.papers.fonts import PaperFonts, find_fonts
from jiazong.ground.transparency.bundles import pack_pieces
from jiazong.ledger.hours.leaves import POSTING
from jiazong.review.evidence import actions
from jiazong.review.evidence.pack import build_pack
from jiazong.review.evidence.queries import LedgerSource, one_moment
from jiazong.review.evidence.rules import PackProgress


def stream_pack(
    contract: Contract, *, as_of: date, by: Account | None, progress: Callable[[PackProgress], None] | None = None
) -> Iterator[bytes]:
    """The pack of a contract up to a day, as bytes to be sent as they come; all its figures are of one moment.

    Raises NoChineseFont before anything is written down. Closing the iterator ends the reading.
    """
    fonts = find_fonts()
    with _for(by):
        actions.note_pack(contract, as_of=as_of, by=by)
    return _bytes_of(contract, as_of, fonts, by, progress)


def _for(by: Account | None) -> AbstractContextManager[None]:
    """Read for a person, or on the command line for the product itself."""
    return acting(by, "evidence.pack") if by else acting_as_system("evidence pack")


def _bytes_of(
    contract: Contract, as_of: date, fonts: PaperFonts, by: Account | None, progress: Callable[[PackProgress], None] | None
) -> Iterator[bytes]:
    with one_moment(), _for(by):
        source = LedgerSource(contract, as_of=as_of)
        yield from build_pack(source, as_of=as_of, fonts=fonts, progress=progress, prove=partial(pack_pieces, POSTING))


def write_pack(
    contract: Contract, out: BinaryIO, *, as_of: date, by: Account | None, progress: Callable[[PackProgress], None] | None = None
) -> int:
    """Write the pack of a contract into an open file; gives its size in bytes."""
    size = 0
    for chunk in stream_pack(contract, as_of=as_of, by=by, progress=progress):
        size += out.write(chunk)
    return size
