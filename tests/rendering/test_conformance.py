"""PDF/A-3a and PDF/UA-1 in one file: a fast validator for every kind and odd text, veraPDF as the reference."""

import page
import pytest

from agreements.rendering.pdf import PdfKind
from agreements.rendering.transcript_pdf import render_transcript
from tests.rendering.printed import full_pdf, render
from tests.rendering.sample import MOMENT, full_content, short_content
from tests.rendering.verapdf import verdicts

pytestmark = pytest.mark.conformance

ODD_TEXTS = {
    "nested": "Text\n1. eins\n   - a\n   - b\n     1. tief\n2. zwei\n\n   noch eine Zeile\n\nEnde *kursiv* **fett**",
    "list first": "- a\n- b\n\nDanach [BEZIRK].",
    "list in list": "- 1. x\n- - y\n\n  z",
    "empty item": "1. a\n2.\n3. b",
    "lettered": "Der Bezirk\na) stellt\n   1. Räume\n   2. Technik\nb) hilft\n\n   auch später\nc)\nz) endet",
    "letters in numbers": "1. eins\n   a) x\n   b) y\n      - tief\n2. zwei\n\na) - a) b",
    "empty": "",
    "only marks": "** * -",
    "table": "Text[^Note *eins*]\n| a | | **c** |\n|---|--:|---|\n| x[^Note [BEZIRK]] | 1 | |\n\nEnde",
    "table first": "| a | b |\n|---|---|",
    "table in an item": "a) eins\n   | a |\n   |---|\n   | 1[^Note] |\nb) zwei\nc) drei",
}


def faults(pdf: bytes, profile: str) -> list[tuple[str, str]]:
    return [
        (failure.rule_id, failure.message)
        for failure in page.validate_pdf_bytes(pdf, profile=profile).failures
    ]


@pytest.mark.parametrize("profile", ["3a", "ua1"])
@pytest.mark.parametrize("kind", PdfKind)
def test_every_kind_conforms(kind, profile):
    assert faults(full_pdf(kind), profile) == []


@pytest.mark.parametrize("content", [full_content(), short_content(), full_content(sections=())])
def test_a_transcript_conforms(content):
    facts = {"Unterzeichnet": "03.07.2023 (Scan, Seite 8)"}
    pdf = render_transcript(content, notice="Unterzeichnet ist das Original.", facts=facts, moment=MOMENT)

    assert faults(pdf, "3a") == []
    assert faults(pdf, "ua1") == []


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_odd_text_conforms(text):
    pdf = render(short_content(text))

    assert faults(pdf, "3a") == []
    assert faults(pdf, "ua1") == []


def test_an_unfilled_and_unsigned_draft_conforms():
    pdf = render(
        full_content(version=0, signatories=(), note="", file_reference="", parties=()), PdfKind.DRAFT
    )

    assert faults(pdf, "3a") == []
    assert faults(pdf, "ua1") == []


def test_verapdf_agrees(tmp_path):
    files = []
    for name, pdf in [*((kind.value, full_pdf(kind)) for kind in PdfKind), ("odd", render(odd_content()))]:
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(pdf)

    lines = verdicts(files)

    assert [line.split()[:2] for line in lines] == [["PASS", "3a"]] * 4 + [["PASS", "ua1"]] * 4, "\n".join(
        lines
    )


def odd_content():
    return short_content("\n\n".join(ODD_TEXTS.values()))
