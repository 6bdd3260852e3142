"""PDFs without anything that runs, opens or carries another file; written anew from the objects their pages need."""
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from jiazong.ground.attachments.cleaning.pictures import without_notes
from jiazong.ground.attachments.rules import FileDamaged, FileLocked, FileRuns, Limits, UnpacksTooLarge

# What an action may do here: turn to a page of the same document, or name one; a web address is only text to be copied.
HARMLESS_ACTIONS = ("/GoTo", "/Named", "/URI")
# Keys that start something or carry files, wherever they hang.
DOING_KEYS = ("/AA", "/OpenAction", "/JS", "/JavaScript", "/Launch", "/EmbeddedFiles", "/EmbeddedFile", "/EF", "/AF", "/XFA", "/RichMediaContent",
              "/RichMediaSettings", "/Collection", "/PieceInfo", "/Metadata", "/Requirements", "/URLS")  # fmt: skip
CARRYING_ANNOTATIONS = ("/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D", "/Popup")
PHOTO = "/DCTDecode"


def cleaned(content: bytes, name: str, limits: Limits) -> bytes:
    """The PDF without scripts, launches, forms that send, embedded files and notes about its making.

    Raises FileDamaged, FileLocked, FileRuns where something could not be taken out, UnpacksTooLarge.
    """
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise FileLocked(name=name)
            if len(pdf.pages) == 0:
                raise FileDamaged(name=name)
            if len(pdf.pages) > limits.pages or len(pdf.objects) > limits.objects:
                raise UnpacksTooLarge(name=name)
            _take_out(pdf)
            target = BytesIO()
            pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
    except pikepdf.PasswordError as fault:
        raise FileLocked(name=name) from fault
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, RecursionError) as fault:
        raise FileDamaged(name=name) from fault
    _look_again(target.getvalue(), name)
    return target.getvalue()


def _take_out(pdf: Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    names = pdf.Root.get("/Names")
    if isinstance(names, Dictionary):
        for key in ("/JavaScript", "/EmbeddedFiles", "/Renditions", "/AlternatePresentations"):
            if key in names:
                del names[key]
    for one in _dictionaries(pdf):
        _calm(one)
        if isinstance(one, Stream) and _is_photo(one):
            raw = one.read_raw_bytes()
            one.write(without_notes(raw), filter=Name.DCTDecode, decode_parms=one.get("/DecodeParms"))
    for page in pdf.pages:
        annotations = page.obj.get("/Annots")
        if isinstance(annotations, Array):
            page.obj["/Annots"] = Array([one for one in annotations if not _carries(one)])


def _calm(one: Object) -> None:
    for key in DOING_KEYS:
        if key in one:
            del one[key]
    for key in ("/A", "/PA", "/Next", "/Action"):
        action = one.get(key)
        if isinstance(action, Dictionary) and "/S" in action and str(action.get("/S")) not in HARMLESS_ACTIONS:
            del one[key]
    if str(one.get("/S", "")) in ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition"):
        for key in list(one.keys()):
            del one[key]


def _carries(annotation: Object) -> bool:
    return isinstance(annotation, Dictionary) and str(annotation.get("/Subtype")) in CARRYING_ANNOTATIONS


def _is_photo(one: Stream) -> bool:
    found = one.get("/Filter")
    filters = [str(each) for each in found] if isinstance(found, Array) else [str(found)]
    return filters == [PHOTO] and str(one.get("/Subtype")) == "/Image"


def _dictionaries(pdf: Pdf) -> Iterator[Object]:
    """Every dictionary and stream of the file, those inside others included."""
    waiting: list[Object] = [pdf.trailer, *pdf.objects]
    depth = 0
    while waiting and depth < 5_000_000:
        depth += 1
        one = waiting.pop()
        if isinstance(one, (Dictionary, Stream)):
            yield one
            waiting += [one[key] for key in list(one.keys()) if _is_nested(one[key])]
        elif isinstance(one, Array):
            waiting += [each for each in one if _is_nested(each)]


def _is_nested(one: object) -> bool:
    # What hangs on a number of its own comes by itself; only what is written into another object is walked here.
    return isinstance(one, (Dictionary, Array)) and not one.is_indirect


def _look_again(content: bytes, name: str) -> None:
    """What was written is opened once more: nothing that does anything may be left."""
    with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
        for one in _dictionaries(pdf):
            if any(key in one for key in DOING_KEYS) or str(one.get("/S", "")) in ("/JavaScript", "/Launch", "/GoToE"):
                raise FileRuns(name=name)
