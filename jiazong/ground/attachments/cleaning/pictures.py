"""Pictures are decoded and written anew: nothing but their points is left, neither place nor time nor a second file behind them."""
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from jiazong.ground.attachments.rules import JPG, PNG, WEBP, FileDamaged, Limits, PictureTooLarge

FORMATS = {JPG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
QUALITY = 88
MILLION = 1_000_000


def redrawn(content: bytes, kind: str, name: str, limits: Limits) -> bytes:
    """The picture upright and without any note about place, time or camera, in the same format; its first frame alone.

    Raises FileDamaged, PictureTooLarge.
    """
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(BytesIO(content), formats=[FORMATS[kind]]) as picture:
            if picture.width * picture.height > limits.pixels:
                raise PictureTooLarge(name=name, limit=limits.pixels // MILLION)
            picture.seek(0)
            picture.load()
            return _written(ImageOps.exif_transpose(picture), kind, limits)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, ZeroDivisionError) as fault:
        raise FileDamaged(name=name) from fault


def _written(picture: Image.Image, kind: str, limits: Limits) -> bytes:
    has_holes = "transparency" in picture.info or picture.mode in ("RGBA", "LA", "PA")
    if kind == JPG or not has_holes:
        mode = "L" if picture.mode in ("1", "L", "I", "I;16") else "RGB"
    else:
        mode = "RGBA"
    # Points alone, onto a new sheet: whatever else hung on the picture stays behind.
    points = picture.convert(mode)
    points.thumbnail((limits.longest_side, limits.longest_side))
    plain = Image.new(mode, points.size)
    plain.paste(points)
    target = BytesIO()
    options = {"quality": QUALITY} if kind in (JPG, WEBP) else {"optimize": True}
    plain.save(target, FORMATS[kind], **options)
    return target.getvalue()


def without_notes(jpeg: bytes) -> bytes:
    """A JPEG inside a document without its notes about place, time and camera; what is no whole JPEG stays as it is."""
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    kept, at = [b"\xff\xd8"], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker == 0xDA or length < 2:
            break
        # APP1 and APP3 to APP13 hold EXIF, XMP, previews, IPTC; APP0, APP2 (colours) and APP14 say how to draw.
        if marker != 0xE1 and not 0xE3 <= marker <= 0xED and marker != 0xFE:
            kept.append(jpeg[at : at + 2 + length])
        at += 2 + length
    return b"".join(kept) + jpeg[at:]
