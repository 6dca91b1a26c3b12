"""An instrument as PDF: PDF/A-3a and PDF/UA-1 in one file, the canonical JSON attached, the same bytes every time."""

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

from agreements.choices import Side
from agreements.content import NBSP, Content
from agreements.rendering.document_view import SIDE_WORDS, DocumentView, document_view
from agreements.rendering.glyphs import UnprintableError, missing_letters
from agreements.rendering.pdf_ua import finish
from agreements.rendering.signature_fields import add_fields, repack, spoken_names
from agreements.rendering.verification_mark import verification_mark
from agreements.texts.wording import date_words

FOLDER = Path(__file__).resolve().parent
SRGB = "vertrag-srgb"
ATTACHMENT = "vertrag.json"
BERLIN = ZoneInfo("Europe/Berlin")
SHORT_FINGERPRINT = 12
PICTURE = "data:image/svg+xml"
BESIDE = 2  # with more people on a side than this, the sides stand below each other
RENDERING = Lock()  # Pango's font map is shared by all renders of a process and is not safe for two threads


class PdfKind(TextChoices):
    """What a PDF is made for."""

    DRAFT = "draft", "Entwurf"
    EXECUTION = "execution", "Zeichnungsfassung"
    READING = "reading", "Lesefassung"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEntry:
    """How one person signed, in words; `date_source` says where the date comes from, `proof` what a certificate proves.

    `evidence` names the file that shows it: the scan of the paper, or the signed file.
    `stands_for` names in whose place she signed, and on what basis; `authority` is that of the signatory on the list.
    """

    side: Side
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

    @property
    def for_whom(self) -> str:
        """Say for whom the person signed."""
        return SIDE_WORDS[self.side]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedFile:
    """A file that belongs to the signing, by its SHA-256."""

    what: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """When everything was signed, the files of it, and the end of the agreement's history at that moment."""

    concluded_at: datetime
    history_length: int
    history_head: str
    files: tuple[SignedFile, ...] = ()

    @property
    def concluded(self) -> str:
        """The moment in Berlin's time."""
        return f"{self.concluded_at.astimezone(BERLIN):%d.%m.%Y, %H:%M}{NBSP}Uhr"


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningStatement:
    """Who signed, how, when and where, and the fingerprint of what they signed; in full on the last page."""

    entries: tuple[StatementEntry, ...]
    fingerprint: str
    completion: Completion | None = None
    declinings: tuple[str, ...] = ()

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield every printed text with the German name of its place."""
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


class _OwnFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Gives WeasyPrint the files of this folder, and pictures that stand in the page itself, and nothing else on earth."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Fetch a file of this folder; anything else stops the rendering."""
        if url.startswith(PICTURE):
            return super().fetch(url, headers)
        address = urlsplit(url)
        path = Path(url2pathname(address.path)).resolve()
        if address.scheme != "file" or not path.is_relative_to(FOLDER):
            raise FatalURLFetchingError(f"A PDF may only use its own files, not {url}.")
        return super().fetch(url, headers)


def render_pdf(
    content: Content, *, kind: PdfKind, moment: datetime, statement: SigningStatement | None = None
) -> bytes:
    """Return the PDF of a content; raises UnprintableError for a letter that the fonts lack.

    `moment` is the only clock: it is the date of creation and of the attachment, so that the same call gives the
    same bytes. A reading copy needs the statement of who signed; the other kinds have none.
    """
    if moment.tzinfo is None:
        raise ValueError("A PDF needs a moment with a time zone.")
    if (kind == PdfKind.READING) != (statement is not None):
        raise ValueError("A reading copy, and only that, carries a signing statement.")
    texts = [*content.texts(), *(statement.texts() if statement else ())]
    if missing := list(missing_letters(texts)):
        raise UnprintableError(missing)
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
    fields = spoken_names(content) if kind == PdfKind.EXECUTION else {}
    return repack(write_pdf(html, attachments=[canonical], fields=fields))


def write_pdf(
    html: str, *, attachments: Sequence[Attachment] = (), fields: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """Return a page of ours as PDF/A-3a and PDF/UA-1; its style sheets lie in this folder.

    `fields` names each signature field of the page, and what is spoken at it.
    """

    def finisher(document: Document, pdf: pydyf.PDF) -> None:
        finish(document, pdf)
        add_fields(document, pdf, fields)

    with RENDERING:
        page = HTML(
            string=html,
            base_url=FOLDER.as_uri() + "/",
            url_fetcher=_OwnFiles(allowed_protocols={"file", "data"}),
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
    """Return this process's fonts, made at its first PDF."""
    return FontConfiguration()


def _srgb() -> ColorProfile:
    """Return WeasyPrint's own colour profile; left to itself it would not close the file."""
    profile = BytesIO((files("weasyprint.pdf") / "sRGB2014.icc").read_bytes())
    return ColorProfile(profile, "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


def _context(
    content: Content, kind: PdfKind, moment: datetime, statement: SigningStatement | None
) -> dict[str, Any]:
    view = document_view(content)
    version = f"Fassung{NBSP}{content.version}" if content.version else "ohne Fassungsnummer"
    # a draft is not kept, so there is nothing to check it against
    mark = None if kind == PdfKind.DRAFT else verification_mark(view.fingerprint)
    return {
        "view": view,
        "kind": kind,
        "statement": statement,
        "mark": mark,
        "face": _face(kind, moment, statement),
        "running": {
            "name": content.name,
            "kind": kind.label,
            "version": f"{content.name} · {version} · Prüfwert {view.fingerprint[:SHORT_FINGERPRINT]}",
        },
        "meta": {
            "title": f"{content.name} {content.subject} ({kind.label})",
            "author": " und ".join(party.short for party in content.parties),
            "description": f"{content.name} {content.subject}",
            "keywords": ", ".join(
                [kind.label, f"Fassung {content.version}", *([mark.code] if mark else []), view.fingerprint]
            ),
            "moment": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        },
        "lines": kind == PdfKind.EXECUTION,
        "beside": _fits_beside(view),
    }


def _face(kind: PdfKind, moment: datetime, statement: SigningStatement | None) -> dict[str, str]:
    """Return what the first page says about the file itself."""
    if statement is None:
        day = f"{moment.astimezone(BERLIN):%d.%m.%Y, %H:%M} Uhr"
        return {"heading": f"{kind.label}, Stand {day}" if kind == PdfKind.DRAFT else kind.label, "text": ""}
    signed = "; ".join(f"{entry.name} am {date_words(entry.signed_on)}" for entry in statement.entries)
    return {
        "heading": f"{kind.label} – nicht das Original",
        "text": f"Dies ist eine Lesefassung und nicht das Original. Das Original haben unterzeichnet: {signed}. "
        "Wie, wann und wo, und woher das Datum bekannt ist, steht unter „Unterschriften“.",
    }


def _fits_beside(view: DocumentView) -> bool:
    return all(len(side.people) <= BESIDE for side in view.signatures)
