"""Render an instrument as PDF/A-3a and PDF/UA-1 in one file, canonical JSON attached, deterministic to the byte."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname
from zoneinfo import ZoneInfo

import pydyf
from django.db.models import TextChoices
from django.template.loader import render_to_string
from weasyprint import HTML, Attachment, Document
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from agreements.content import NBSP, Content
from agreements.parties import bare_name
from agreements.rendering.document_view import DocumentView, document_view
from agreements.rendering.glyphs import UnprintableError, unprintable_characters
from agreements.rendering.pdf_ua import make_pdf_ua
from agreements.rendering.signature_fields import add_fields, field_labels, repack
from agreements.rendering.verification_mark import verification_mark
from agreements.texts.wording import date_words, enumerated, short_title

FOLDER = Path(__file__).resolve().parent
SRGB = "vertrag-srgb"
ATTACHMENT = "vertrag.json"
BERLIN = ZoneInfo("Europe/Berlin")
SHORT_FINGERPRINT = 12
INLINE_SVG = "data:image/svg+xml"
MAX_BESIDE = 2  # with more people on a side, the sides stand below each other
RENDER_LOCK = Lock()  # Pango's font map is shared by a process and not thread-safe


class PdfKind(TextChoices):
    DRAFT = "draft", "Entwurf"
    EXECUTION = "execution", "Zeichnungsfassung"
    READING = "reading", "Lesefassung"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEntry:
    """How one person signed, in German; `proof` is what a certificate proves, `evidence` names the scan or signed file.

    `for_whom` is the party („den Bezirk“), `stands_for` the person represented and the basis; `authority` is always that of the listed signatory.
    """

    for_whom: str
    name: str
    function: str
    method: str
    signed_on: date
    date_source: str
    place: str
    recorded_on: date
    proof: str = ""
    evidence: str = ""
    stands_for: str = ""
    authority: str = ""
    done: str = "unterzeichnet"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedFile:
    """A file of the signing."""

    what: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """The completion: when, the files, and the end of the agreement's history at that moment."""

    concluded_at: datetime
    history_length: int
    history_head: str
    files: tuple[SignedFile, ...] = ()

    @property
    def concluded(self) -> str:
        """The moment in Berlin time, in German."""
        return f"{self.concluded_at.astimezone(BERLIN):%d.%m.%Y, %H:%M}{NBSP}Uhr"


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningStatement:
    """Who signed what, how, when and where; printed in full on the last page.

    `replaces_earlier`: an earlier Lesefassung says what a correction has changed since.
    """

    entries: tuple[StatementEntry, ...]
    fingerprint: str
    completion: Completion | None = None
    declinings: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    replaces_earlier: bool = False

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield (German name of the place, text) for every printed text."""
        for entry in self.entries:
            words = (
                entry.name,
                entry.function,
                entry.method,
                entry.date_source,
                entry.place,
                entry.proof,
                entry.stands_for,
                entry.authority,
            )
            yield f"Unterschrift von {entry.name}", "\n".join(words)
        yield "Ablehnungen", "\n".join(self.declinings)
        yield "Berichtigungen", "\n".join(self.corrections)


class OwnFilesFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Fetches files of this folder and inline SVG, and nothing else."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Fetch a URL, or abort the rendering with FatalURLFetchingError."""
        if url.startswith(INLINE_SVG):
            return super().fetch(url, headers)
        address = urlsplit(url)
        path = Path(url2pathname(address.path)).resolve()
        if address.scheme != "file" or not path.is_relative_to(FOLDER):
            raise FatalURLFetchingError(f"A PDF may only use its own files, not {url}.")
        return super().fetch(url, headers)


def render_pdf(
    content: Content, *, kind: PdfKind, moment: datetime, statement: SigningStatement | None = None
) -> bytes:
    """Return the PDF of a content; raises UnprintableError for characters that the fonts lack.

    `moment`, with a time zone, is the date of creation and of the attachment, so the same arguments give the same bytes.
    A reading copy, and only that, needs the statement.
    """
    if moment.tzinfo is None:
        raise ValueError("A PDF needs a moment with a time zone.")
    if (kind == PdfKind.READING) != (statement is not None):
        raise ValueError("A reading copy, and only that, carries a signing statement.")
    texts = [*content.texts(), *(statement.texts() if statement else ())]
    if found := list(unprintable_characters(texts)):
        raise UnprintableError(found)
    moment = moment.astimezone(UTC)
    html = render_to_string("rendering/agreement.html", _context(content, kind, moment, statement))
    canonical = Attachment(
        string=content.canonical(),
        name=ATTACHMENT,
        description="Inhalt dieser Urkunde in maschinenlesbarer Form",
        relationship="Source",
        created=moment,
        modified=moment,
    )
    if kind == PdfKind.DRAFT:
        return write_pdf(html, attachments=[canonical])
    fields = field_labels(content) if kind == PdfKind.EXECUTION else {}
    return repack(write_pdf(html, attachments=[canonical], fields=fields))


def write_pdf(
    html: str, *, attachments: Sequence[Attachment] = (), fields: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """Return HTML as PDF/A-3a and PDF/UA-1; its style sheets are in this folder.

    `fields` maps the name of each signature field to its label for screen readers.
    """

    def finisher(document: Document, pdf: pydyf.PDF) -> None:
        make_pdf_ua(pdf)
        add_fields(document, pdf, fields)

    with RENDER_LOCK:
        page = HTML(
            string=html,
            base_url=FOLDER.as_uri() + "/",
            url_fetcher=OwnFilesFetcher(allowed_protocols={"file", "data"}),
        )
        pdf: bytes = page.write_pdf(
            pdf_variant="pdf/a-3a",
            finisher=finisher,
            font_config=_fonts(),
            attachments=attachments,
            color_profiles={SRGB: _srgb()},
            output_intent=SRGB,
            presentational_hints=True,
        )
    return pdf


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


def _srgb() -> ColorProfile:
    """Return WeasyPrint's own colour profile; WeasyPrint itself would leave the file open."""
    profile = BytesIO((files("weasyprint.pdf") / "sRGB2014.icc").read_bytes())
    return ColorProfile(profile, "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


def _context(
    content: Content, kind: PdfKind, moment: datetime, statement: SigningStatement | None
) -> dict[str, Any]:
    view = document_view(content)
    version = f"Fassung{NBSP}{content.version}" if content.version else "ohne Fassungsnummer"
    # a draft is not stored, so it cannot be verified
    mark = None if kind == PdfKind.DRAFT else verification_mark(view.fingerprint)
    return {
        "view": view,
        "kind": kind,
        "statement": statement,
        "mark": mark,
        "face": _title_page_notice(kind, moment, statement),
        "running": {
            "name": short_title(content.name),
            "kind": kind.label,
            "version": f"{short_title(content.name)} · {version} · Prüfwert {view.fingerprint[:SHORT_FINGERPRINT]}",
        },
        "meta": {
            "title": f"{content.name} {content.subject} ({kind.label})",
            "author": enumerated(bare_name(party.short) for party in content.parties),
            "description": f"{content.name} {content.subject}",
            "keywords": ", ".join(
                [kind.label, f"Fassung {content.version}", *([mark.code] if mark else []), view.fingerprint]
            ),
            "moment": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        },
        "lines": kind == PdfKind.EXECUTION,
        "beside": _fits_beside(view),
    }


def _title_page_notice(kind: PdfKind, moment: datetime, statement: SigningStatement | None) -> dict[str, str]:
    if statement is None:
        day = f"{moment.astimezone(BERLIN):%d.%m.%Y, %H:%M} Uhr"
        return {"heading": f"{kind.label}, Stand {day}" if kind == PdfKind.DRAFT else kind.label, "text": ""}
    signed = "; ".join(f"{entry.name} am {date_words(entry.signed_on)}" for entry in statement.entries)
    return {
        "heading": f"{kind.label} – nicht das Original",
        "text": f"Dies ist eine Lesefassung und nicht das Original. Das Original haben unterzeichnet: {signed}. "
        "Wie, wann und wo, und woher das Datum bekannt ist, steht unter „Unterschriften“."
        + (
            " Diese Lesefassung ersetzt jede frühere: Angaben zu einer Unterschrift sind berichtigt."
            * statement.replaces_earlier
        ),
    }


def _fits_beside(view: DocumentView) -> bool:
    return all(len(side.people) <= MAX_BESIDE for side in view.signatures)
