"""The verification code, URL and QR code printed on a PDF."""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.urls import reverse

from agreements.verification_code import verification_code

DARK = "#15191d"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationMark:
    """The code of a version; `short_address` is the start page for typing, `picture` the QR code as a data URI."""

    code: str
    address: str
    short_address: str
    picture: str


def verification_mark(fingerprint: str) -> VerificationMark:
    """Build the mark of a version, deterministic for the same settings."""
    code = verification_code(fingerprint)
    address = f"{settings.PUBLIC_URL}{reverse('verify_code', args=[code])}"
    start = f"{settings.PUBLIC_URL}{reverse('verify')}"
    picture = segno.make_qr(address, error="m").svg_data_uri(
        dark=DARK, border=0, xmldecl=False, svgns=True, omitsize=True
    )
    return VerificationMark(
        code=code, address=address, short_address=start.partition("://")[2], picture=picture
    )
