"""LibreOffice and poppler as a reader's eyes: what a paper looks like once somebody else's program has opened it."""
import re
import shutil
import subprocess
from pathlib import Path

import pytest

WORD = re.compile(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</word>')


def program(name: str, package: str) -> str:
    """Where the program is; a test without it fails, for an unread paper is an untested one."""
    found = shutil.which(name)
    if not found:
        pytest.fail(f"{name} is not installed, so nobody has opened the paper; install the package {package}.")
    return found


def opened_as_pdf(*files: Path, profile: Path) -> list[Path]:
    """Open the files in LibreOffice and print them; returns the PDFs, which lie beside them."""
    soffice = program("soffice", "libreoffice")
    folder = files[0].parent
    subprocess.run(
        [soffice, "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", "pdf", "--outdir", str(folder),
         *map(str, files)],
        check=True, capture_output=True, timeout=240,
    )
    return [file.with_suffix(".pdf") for file in files]


def printed_text(pdf: Path) -> str:
    """The text of a PDF as it stands on the pages."""
    tool = program("pdftotext", "poppler-utils")
    return subprocess.run([tool, "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout


def lines_of_pages(pdf: Path) -> list[list[str]]:
    """The lines of each page without the page number."""
    pages = [page.splitlines() for page in printed_text(pdf).split("\f")]
    return [[line.strip() for line in page if line.strip() and "—" not in line] for page in pages if "".join(page).strip()]


def words_of_pages(pdf: Path) -> list[list[tuple[str, float, float]]]:
    """The words of each page with their left and right edges in points."""
    tool = program("pdftotext", "poppler-utils")
    boxes = subprocess.run([tool, "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    return [
        [(text, float(left), float(right)) for left, right, text in WORD.findall(page)] for page in boxes.split("<page")[1:]
    ]
