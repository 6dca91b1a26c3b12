"""The invented text of Pankow's agreement, as somebody would type it from a scan: the model text, filled in."""

from collections.abc import Iterator

from agreements.choices import SectionKind
from agreements.content import Content
from agreements.drafting.importing.classification import classify
from agreements.drafting.importing.structure import structure_of
from agreements.drafting.importing.text_pieces import pieces_of
from agreements.models import Instrument
from agreements.recording.texts import record_text
from agreements.texts.filling import fill_content
from districts.models import User
from mitwirkung.demo.clock import berlin

INVENTED = "Vorführung: Der Wortlaut des tatsächlichen Vertrags ist nicht öffentlich. Dies ist der frei erfundene Mustertext."
VALUES = {
    "BEZIRK": "Pankow",
    "BEGINN": "01.08.2023",
    "ENDE": "31.07.2026",
    "SOZIALRAEUME": "Buch, Prenzlauer Berg Ost und Weißensee Ost",
    "KOORDINATION_STELLE": "Koordinierungsstelle im Jugendamt",
}


def add_pankow_text(instrument: Instrument, model: Content, amira: User) -> None:
    """Type it; nobody has compared it with the sheet that stands in the place of the scan."""
    recognised = structure_of(classify(pieces_of(invented_text(model)), {}, whole=True))
    record_text(instrument, recognised, by=amira, at=berlin(2023, 7, 20, 9))


def invented_text(model: Content) -> str:
    """Return the lines that somebody would type."""
    return "\n".join(_lines(fill_content(model, VALUES)))


def _lines(model: Content) -> Iterator[str]:
    """Yield headings and Absätze with their numbers; tables are no words of the text."""
    for own, section, labels in model.labelled_sections():
        yield f"{own.number} {section.heading}".strip()
        if section.kind == SectionKind.PREAMBLE:
            yield INVENTED
        for label, clause in zip(labels, section.clauses, strict=True):
            yield f"{label.number} {clause.text}".strip()
