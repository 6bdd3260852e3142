"""Time-based one-time codes (RFC 6238, SHA-1, six digits, 30 seconds): which step a code belongs to."""
import hmac
import struct
from hashlib import sha1

PERIOD_SECONDS, DIGITS, STEPS_AROUND = 30, 6, 1


def code_of(secret: bytes, step: int) -> str:
    """The six digits of one step of 30 seconds (RFC 4226 §5.3)."""
    digest = hmac.new(secret, struct.pack(">Q", step), sha1).digest()
    offset = digest[-1] & 0x0F
    value = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{value % 10**DIGITS:0{DIGITS}}"


def step_at(moment: float) -> int:
    return int(moment) // PERIOD_SECONDS


def step_of(code: str, *, secret: bytes, at: float, used: int) -> int | None:
    """The step the code belongs to, one step before or after now included; nothing if it is wrong or was used.

    `used` is the last step a code of which was taken: neither that one nor an older one is taken again (RFC 6238 §5.2).
    """
    now, found = step_at(at), None
    for step in range(now - STEPS_AROUND, now + STEPS_AROUND + 1):
        if hmac.compare_digest(code_of(secret, step).encode(), code.encode()) and step > used:
            found = step
    return found


def digits_of(typed: str) -> str:
    """What a person typed, without the blanks between the digits; full-width digits count."""
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in typed if not sign.isspace() and sign != "-")
