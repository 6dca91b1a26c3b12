"""Structure of an uploaded file: it must extend the issued bytes by nothing but signatures."""

import hashlib
import re
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import XRefSectionType
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature

from agreements.signing.certificates.examination import wording
from agreements.signing.certificates.examination.additions import ONLY_SIGNATURES
from agreements.signing.certificates.examination.losses import loses_something

END = re.compile(rb"\s*(?:endobj\s+)?startxref\s+\d+\s+%%EOF\s*")
TAIL = re.compile(rb"startxref\s+\d+\s+%%EOF\s*")
LONGEST_TAIL = 1024
MAX_REVISIONS = 100  # a signature makes a handful; the effort of comparing grows with the square
LEVELS_OF_STAMPS = 4  # a stamp is a drawing in a drawing in a drawing
SUB_FILTERS = {"/adbe.pkcs7.detached", "/ETSI.CAdES.detached", "/ETSI.RFC3161"}


class UnacceptableError(Exception):
    """The file is rejected; the message is a German sentence."""


def require_continuation(base: bytes, uploaded: bytes, earlier: tuple[bytes, ...] = ()) -> None:
    """Raise UnacceptableError unless the file begins with exactly the bytes of `base`.

    `earlier` are the files that `base` extends; they distinguish an outdated file from a wrong one.
    """
    if uploaded == base:
        raise UnacceptableError(wording.UNCHANGED)
    if uploaded.startswith(base):
        if not TAIL.search(uploaded[-LONGEST_TAIL:]):  # readers search backwards, and long
            raise UnacceptableError(wording.BROKEN)
        if uploaded.count(b"startxref", len(base)) > MAX_REVISIONS:
            raise UnacceptableError(wording.TOO_OFTEN)
        return
    if not uploaded.startswith(b"%PDF-"):
        raise UnacceptableError(wording.NOT_PDF)
    if base.startswith(uploaded):
        raise UnacceptableError(wording.CUT_OFF)
    if any(uploaded.startswith(file) for file in earlier):
        raise UnacceptableError(wording.OUTDATED)
    raise UnacceptableError(wording.OTHER_FILE)


def open_pdf(data: bytes) -> PdfFileReader:
    """Return a strict reader. Raises UnacceptableError for an encrypted file."""
    reader = PdfFileReader(BytesIO(data), strict=True)
    if reader.encrypted:
        raise UnacceptableError(wording.ENCRYPTED)
    return reader


def require_only_signatures(base: PdfFileReader, uploaded: PdfFileReader, data: bytes) -> None:
    """Raise UnacceptableError for any other change, or for bytes outside the PDF structure."""
    revisions = base.xrefs.total_revisions
    same = uploaded.xrefs.total_revisions > revisions and all(
        base.xrefs.get_startxref_for_revision(number) == uploaded.xrefs.get_startxref_for_revision(number)
        for number in range(revisions)
    )
    if not same:
        raise UnacceptableError(wording.OTHER_CONTENT)
    if not END.fullmatch(_after_xref(uploaded, data)):
        raise UnacceptableError(wording.APPENDED)
    diff = ONLY_SIGNATURES.review_file(uploaded, revisions - 1)
    if not isinstance(diff, DiffResult) or diff.modification_level > ModificationLevel.FORM_FILLING:
        raise UnacceptableError(wording.MORE_THAN_SIGNED)
    if loses_something(uploaded, revisions):
        raise UnacceptableError(wording.LESS_THAN_BEFORE)


def _after_xref(reader: PdfFileReader, data: bytes) -> bytes:
    """Return the bytes after the last cross-reference section, including the trailer of a classical table."""
    last = reader.xrefs.get_xref_container_info(reader.xrefs.total_revisions - 1)
    end = BytesIO(data)
    end.seek(last.end_location)
    if last.xref_section_type != XRefSectionType.STREAM:
        generic.DictionaryObject.read_from_stream(end, generic.TrailerReference(reader))
    return end.read()


def signatures_of(reader: PdfFileReader) -> list[EmbeddedPdfSignature]:
    """Return all signatures, oldest first. Raises UnacceptableError for an unknown format."""
    filled = list(enumerate_sig_fields(reader, filled_status=True))
    for _, value, _ in filled:
        kind = value.get_object().get("/SubFilter")
        if kind not in SUB_FILTERS:
            raise UnacceptableError(wording.OTHER_FORMAT)
    signatures = list(reader.embedded_signatures)
    if len(signatures) != len(filled):
        raise UnacceptableError(wording.OTHER_FORMAT)
    return signatures


def identity(signature: EmbeddedPdfSignature) -> tuple[str, str]:
    """Return field and hash, which identify a signature across files."""
    return signature.field_name, hashlib.sha256(signature.pkcs7_content).hexdigest()


def foreign_boxes(base: PdfFileReader, uploaded: PdfFileReader) -> list[tuple[int, tuple[float, ...]]]:
    """Return page index and rectangle of each visible field that is not in `base`."""
    boxes = []
    for number in range(int(uploaded.root["/Pages"]["/Count"])):
        known = {_key(mark) for mark in _annotations(base, number)}
        for mark in _annotations(uploaded, number):
            corners = tuple(float(place) for place in mark.get_object()["/Rect"])
            has_area = len(corners) == 4 and corners[0] != corners[2] and corners[1] != corners[3]
            if _key(mark) not in known and has_area:
                boxes.append((number, corners))
    return boxes


def _annotations(reader: PdfFileReader, number: int) -> list[generic.PdfObject]:
    page = reader.find_page_for_modification(number)[0].get_object()
    marks = page["/Annots"] if "/Annots" in page else generic.ArrayObject()
    return [marks.raw_get(place) for place in range(len(marks))]


def _key(mark: generic.PdfObject) -> object:
    return mark.reference if isinstance(mark, generic.IndirectObject) else id(mark)


def foreign_fonts(signature: EmbeddedPdfSignature) -> bool:
    """Check whether the appearance of a signature uses a font that is not embedded."""
    appearance = _part(_part(signature.sig_field, "/AP"), "/N")
    return _uses_foreign_font(appearance, LEVELS_OF_STAMPS)


def _uses_foreign_font(drawn: generic.DictionaryObject, levels: int) -> bool:
    resources = _part(drawn, "/Resources")
    fonts, pictures = _part(resources, "/Font"), _part(resources, "/XObject")
    return not all(_is_embedded(_part(fonts, name)) for name in fonts) or (
        levels > 0 and any(_uses_foreign_font(_part(pictures, name), levels - 1) for name in pictures)
    )


def _is_embedded(font: generic.DictionaryObject) -> bool:
    described = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
    descriptor = _part(described, "/FontDescriptor")
    return font["/Subtype"] == "/Type3" or any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))


def _part(whole: generic.DictionaryObject, name: str) -> generic.DictionaryObject:
    """Return a nested dictionary or an empty one."""
    value = whole[name] if name in whole else None  # noqa: SIM401  `get` does not follow
    return value if isinstance(value, generic.DictionaryObject) else generic.DictionaryObject()
