"""The outer form of an uploaded file: does it go on from what we issued, and has it added nothing but signatures?"""

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
MOST_REVISIONS = (
    100  # a signature with its stamps and proofs makes a handful; comparing them grows with the square
)
LEVELS_OF_STAMPS = 4  # a stamp is a drawing in a drawing in a drawing
SUB_FILTERS = {"/adbe.pkcs7.detached", "/ETSI.CAdES.detached", "/ETSI.RFC3161"}


class UnacceptableError(Exception):
    """The file does not count; the message is the German sentence that says why."""


def insist_continues(base: bytes, uploaded: bytes, earlier: tuple[bytes, ...] = ()) -> None:
    """Refuse a file that does not begin with exactly the bytes to be signed. Raises UnacceptableError.

    `earlier` are the files that `base` goes on from, so that an outdated one is told apart from a wrong one.
    """
    if uploaded == base:
        raise UnacceptableError(wording.UNCHANGED)
    if uploaded.startswith(base):
        if not TAIL.search(uploaded[-LONGEST_TAIL:]):  # readers search backwards, and long
            raise UnacceptableError(wording.BROKEN)
        if uploaded.count(b"startxref", len(base)) > MOST_REVISIONS:
            raise UnacceptableError(wording.TOO_OFTEN)
        return
    if not uploaded.startswith(b"%PDF-"):
        raise UnacceptableError(wording.NOT_PDF)
    if base.startswith(uploaded):
        raise UnacceptableError(wording.CUT_OFF)
    if any(uploaded.startswith(file) for file in earlier):
        raise UnacceptableError(wording.OUTDATED)
    raise UnacceptableError(wording.OTHER_FILE)


def opened(data: bytes) -> PdfFileReader:
    """Return a reader that forgives nothing; raises UnacceptableError for a file that is locked."""
    reader = PdfFileReader(BytesIO(data), strict=True)
    if reader.encrypted:
        raise UnacceptableError(wording.ENCRYPTED)
    return reader


def insist_only_signatures(base: PdfFileReader, uploaded: PdfFileReader, data: bytes) -> None:
    """Refuse a file that changes anything of the text, or hides something. Raises UnacceptableError."""
    revisions = base.xrefs.total_revisions
    same = uploaded.xrefs.total_revisions > revisions and all(
        base.xrefs.get_startxref_for_revision(number) == uploaded.xrefs.get_startxref_for_revision(number)
        for number in range(revisions)
    )
    if not same:
        raise UnacceptableError(wording.OTHER_CONTENT)
    if not END.fullmatch(_after_directory(uploaded, data)):
        raise UnacceptableError(wording.APPENDED)
    answer = ONLY_SIGNATURES.review_file(uploaded, revisions - 1)
    if not isinstance(answer, DiffResult) or answer.modification_level > ModificationLevel.FORM_FILLING:
        raise UnacceptableError(wording.MORE_THAN_SIGNED)
    if loses_something(uploaded, revisions):
        raise UnacceptableError(wording.LESS_THAN_BEFORE)


def _after_directory(reader: PdfFileReader, data: bytes) -> bytes:
    """Return what follows the directory of the last revision; behind a classical table its trailer belongs to it."""
    last = reader.xrefs.get_xref_container_info(reader.xrefs.total_revisions - 1)
    end = BytesIO(data)
    end.seek(last.end_location)
    if last.xref_section_type != XRefSectionType.STREAM:
        generic.DictionaryObject.read_from_stream(end, generic.TrailerReference(reader))
    return end.read()


def signatures_of(reader: PdfFileReader) -> list[EmbeddedPdfSignature]:
    """Return every signature of a file, the oldest first; raises UnacceptableError if one cannot be read."""
    filled = list(enumerate_sig_fields(reader, filled_status=True))
    for _, value, _ in filled:
        kind = value.get_object().get("/SubFilter")
        if kind not in SUB_FILTERS:
            raise UnacceptableError(wording.OTHER_FORMAT)
    found = list(reader.embedded_signatures)
    if len(found) != len(filled):
        raise UnacceptableError(wording.OTHER_FORMAT)
    return found


def identity(signature: EmbeddedPdfSignature) -> tuple[str, str]:
    """Return what makes a signature the same in two files: its field and its bytes."""
    return signature.field_name, hashlib.sha256(signature.pkcs7_content).hexdigest()


def foreign_boxes(base: PdfFileReader, uploaded: PdfFileReader) -> list[tuple[int, tuple[float, ...]]]:
    """Return the page and the corners of each visible field that somebody added beside ours."""
    found = []
    for number in range(int(uploaded.root["/Pages"]["/Count"])):
        known = {_key(mark) for mark in _marks(base, number)}
        for mark in _marks(uploaded, number):
            corners = tuple(float(place) for place in mark.get_object()["/Rect"])
            has_area = len(corners) == 4 and corners[0] != corners[2] and corners[1] != corners[3]
            if _key(mark) not in known and has_area:
                found.append((number, corners))
    return found


def _marks(reader: PdfFileReader, number: int) -> list[generic.PdfObject]:
    page = reader.find_page_for_modification(number)[0].get_object()
    marks = page["/Annots"] if "/Annots" in page else generic.ArrayObject()
    return [marks.raw_get(place) for place in range(len(marks))]


def _key(mark: generic.PdfObject) -> object:
    return mark.reference if isinstance(mark, generic.IndirectObject) else id(mark)


def foreign_fonts(signature: EmbeddedPdfSignature) -> bool:
    """Say whether what a signature draws on the page uses a font that the file does not carry."""
    looks = _part(_part(signature.sig_field, "/AP"), "/N")
    return _uses_foreign_font(looks, LEVELS_OF_STAMPS)


def _uses_foreign_font(drawn: generic.DictionaryObject, levels: int) -> bool:
    resources = _part(drawn, "/Resources")
    fonts, pictures = _part(resources, "/Font"), _part(resources, "/XObject")
    return not all(_is_carried(_part(fonts, name)) for name in fonts) or (
        levels > 0 and any(_uses_foreign_font(_part(pictures, name), levels - 1) for name in pictures)
    )


def _is_carried(font: generic.DictionaryObject) -> bool:
    described = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
    descriptor = _part(described, "/FontDescriptor")
    return font["/Subtype"] == "/Type3" or any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))


def _part(whole: generic.DictionaryObject, name: str) -> generic.DictionaryObject:
    """Return a dictionary inside another, an empty one if there is none; only the brackets follow references."""
    found = whole[name] if name in whole else None  # noqa: SIM401  `get` does not follow
    return found if isinstance(found, generic.DictionaryObject) else generic.DictionaryObject()
