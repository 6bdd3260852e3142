"""The square a telephone photographs."""
import base64
from io import BytesIO

import segno


def square(address: str) -> str:
    """An address as a QR code (ISO/IEC 18004, level M), as a picture that holds itself: for the `src` of an `img`."""
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=5, border=3, dark="#000", light="#fff")
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode()
