"""What a PDF says about how to check it: the code, the address of the public page, and both as a picture for a phone."""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.urls import reverse

from agreements.verification_code import verification_code

DARK = "#15191d"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationMark:
    """The code of a version; `short_address` is the address for people who type, `picture` holds the whole one."""

    code: str
    address: str
    short_address: str
    picture: str


def verification_mark(fingerprint: str) -> VerificationMark:
    """Return what is printed on the PDFs of a version. The same settings give the same picture, byte for byte."""
    code = verification_code(fingerprint)
    address = f"{settings.PUBLIC_URL}{reverse('verify_code', args=[code])}"
    start = f"{settings.PUBLIC_URL}{reverse('verify')}"
    picture = segno.make_qr(address, error="m").svg_data_uri(
        dark=DARK, border=0, xmldecl=False, svgns=True, omitsize=True
    )
    return VerificationMark(
        code=code, address=address, short_address=start.partition("://")[2], picture=picture
    )
