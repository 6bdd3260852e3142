"""All the words of an answer: headers and body, unpacked as far as they are packed."""
import html
import io
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

from django.http import HttpResponse
from pypdf import PdfReader

ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def words_of(answer: HttpResponse) -> str:
    """Headers, cookies and body as one text; escapes of HTML, JSON and addresses are undone."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return "\n".join(map(plain, [headers, str(answer.cookies), *texts_in(body)]))


def texts_in(body: bytes) -> Iterator[str]:
    """The texts of a body: of a zip (a workbook, a Word file, a pack) those of all its members and their names."""
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            for member in packed.infolist():
                yield member.filename
                yield from texts_in(packed.read(member))
    elif body.startswith(b"%PDF"):
        yield "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).replace("\n", "")
    else:
        yield body.decode("utf-8", errors="replace")


def plain(text: str) -> str:
    """A text without the escapes a word could hide behind."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), unquote(html.unescape(text)))
