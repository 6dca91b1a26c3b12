"""Three contracts as a coordinator brings them: pasted with few presses, frozen, signed, printed, and every word is there."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from agreements.choices import SectionKind, Status
from agreements.content import Content
from agreements.models import Instrument
from agreements.numbering import Numbering
from agreements.rendering.document_view import document_view
from districts.models import User
from tests import factories
from tests.browser.test_importing import paste
from tests.browser.test_story import when_she_freezes_it, when_she_records_the_signature_of
from tests.drafting.importing.reading import words
from tests.rendering.printed import page_texts

LogIn = Callable[[User], None]
CONTRACTS = Path(__file__).parent.parent / "cases/contracts"
MOST_PRESSES = 40


@dataclass(frozen=True)
class Brought:
    """A contract, and which of its words the page replaces by its own: the last line of the head, and who signs."""

    file: str
    district: str
    people: tuple[str, ...]
    numbering: Numbering
    kinds: tuple[SectionKind, ...]
    closing: str
    signing: str
    begins_with_signing: bool = False


BROUGHT = (
    Brought(
        file="offene-kueche-artikel.html",
        district="Marzahn-Hellersdorf",
        people=("Petra Sommer", "Jonas Keller"),
        numbering=Numbering.ARTICLE,
        kinds=(SectionKind.PREAMBLE, *[SectionKind.SECTION] * 8, *[SectionKind.ANNEX] * 2),
        closing="wird folgende Vereinbarung geschlossen",
        signing="Berlin, den ____________________ Für das Jugendamt ____________________ Petra Sommer Leiterin des Jugendamts "
        "Für den Verein ____________________ Jonas Keller Vorsitzender",
    ),
    Brought(
        file="sprachmittlung-roemisch.txt",
        district="Charlottenburg-Wilmersdorf",
        people=("Dr. Helga Brandt", "Samir Haddad"),
        numbering=Numbering.ROMAN,
        kinds=(SectionKind.SECTION,) * 8,
        closing="wird folgende Absprache getroffen",
        signing="Berlin, den ______________________ Für den Bezirk ______________________ Dr. Helga Brandt Leiterin der "
        "Abteilung Jugend Für den Dienst ______________________ Samir Haddad Geschäftsführer",
    ),
    Brought(
        file="lesepaten-drei-parteien.html",
        district="Tempelhof-Schöneberg",
        people=("Martin Okafor", "Ines Albrecht", "Ruth Feldmann"),
        numbering=Numbering.PARAGRAPH,
        kinds=(
            *(SectionKind.GROUP, *[SectionKind.SECTION] * 2),
            *(SectionKind.GROUP, *[SectionKind.SECTION] * 3),
            *(SectionKind.GROUP, *[SectionKind.SECTION] * 3),
        ),
        closing="wird folgender Vertrag geschlossen",
        signing="Berlin, den ____________________ Für das Bezirksamt ____________________ Martin Okafor Bezirksstadtrat für "
        "Jugend und Gesundheit Für die Schule ____________________ Ines Albrecht Schulleiterin Für die Stiftung "
        "____________________ Ruth Feldmann Vorsitzende des Stiftungsvorstands",
    ),
)


class Presses:
    """Counts what a person does beyond pasting: each click and each key."""

    count = 0

    def click(self, target: Locator) -> None:
        self.count += 1
        target.click()

    def choose(self, target: Locator, label: str) -> None:
        """Open the list, choose, close."""
        self.count += 3
        target.select_option(label=label)

    def type(self, target: Locator, text: str) -> None:
        self.click(target)
        self.count += len(text)
        target.press_sequentially(text)


@pytest.mark.parametrize("brought", BROUGHT, ids=lambda brought: brought.file)
def test_a_contract_goes_in_and_comes_out_with_every_word(
    page: Page,
    log_in: LogIn,
    transactional_db: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    brought: Brought,
) -> None:
    monkeypatch.setattr(settings, "FILES_ROOT", tmp_path)
    for number in range(1, 13):
        factories.district(f"{number:02d}")
    log_in(factories.coordinator())
    assert when_she_pastes(page, brought) <= MOST_PRESSES
    then_the_draft_is_built_like_the_text(brought)
    when_she_freezes_it(page)
    for name in brought.people:
        when_she_records_the_signature_of(page, name)
    page.get_by_role("link", name="Dokumente", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Lesefassung").first.click()
    then_the_pdf_has_the_words_of(brought, page_texts(Path(download.value.path()).read_bytes()))


def when_she_pastes(page: Page, brought: Brought) -> int:
    presses = Presses()
    source = (CONTRACTS / brought.file).read_text()
    page.goto("/vertraege/neu/text/")
    is_html = brought.file.endswith(".html")
    paste(page.locator("#id_text"), "" if is_html else source, source if is_html else "")
    presses.click(page.get_by_role("button", name="Vorschau ansehen"))
    expect(page.get_by_role("heading", name="Was wird aus dem Text?")).to_be_visible()
    assert page.get_by_text("Bitte entscheiden").count() == 0
    for box in page.locator("input[name=pflicht], input[name=person]").all():
        presses.click(box)
    presses.choose(page.locator("#id_district"), brought.district)
    presses.type(page.get_by_label("Geschäftszeichen"), "Jug 4")
    presses.click(page.get_by_role("button", name="Entwurf anlegen"))
    page.wait_for_url(re.compile(r"/bearbeiten/"))
    assert page.locator(".drop-lack li").all_text_contents() == []  # nothing is missing
    return presses.count


def then_the_draft_is_built_like_the_text(brought: Brought) -> None:
    draft = Instrument.objects.get()
    assert draft.numbering == brought.numbering
    assert tuple(draft.sections.order_by("position").values_list("kind", flat=True)) == brought.kinds
    told = [comment.text for thread in draft.threads.all() for comment in thread.comments.all()]
    assert told == []  # everything has its place
    assert {person.name for person in draft.signatories.all()} == set(brought.people)


def then_the_pdf_has_the_words_of(brought: Brought, pages: list[str]) -> None:
    """Assert that head, text and annexes have exactly the words of the source."""
    instrument = Instrument.objects.get()
    assert instrument.status == Status.SIGNED
    version = instrument.frozen_version
    assert version is not None
    printed = words(bare(own_text(version.read(), pages)))
    source = words(bare(source_text(brought))) - words(bare(f"{brought.closing} {brought.signing}"))
    assert (dict(printed - source), dict(source - printed)) == ({}, {})


def source_text(brought: Brought) -> str:
    """Return the words of the file, read by other means than the application's."""
    text = (CONTRACTS / brought.file).read_text()
    if brought.file.endswith(".html"):
        text = re.sub(r"<style>.*?</style>|<xml>.*?</xml>", "", text, flags=re.DOTALL)
        text = text.replace("<sup>2</sup>", "²")
        text = unescape(re.sub(r"<[^>]*>", " ", text))
    return text


def bare(text: str) -> str:
    """Return words without what the end of a line changes."""
    return text.replace("-", "").replace("–", " ")


def own_text(content: Content, pages: list[str]) -> str:
    """Return head, text and annexes without what every PDF has besides: codes, kind and notice of a Lesefassung, Geschäftszeichen,
    term, legal form, contents, running lines, signatures, the tables of obligations."""
    name = content.name[:40]
    plain = [page[: found.start()] if (found := running_line(page, name)) else page for page in pages]
    headings = [
        f"{entry.label} {entry.heading}".replace("\xa0", " ").strip() for entry in document_view(content).toc
    ]
    head = plain[0].partition(content.title)[2].partition(" Geschäftszeichen: ")[0]
    head = re.sub(r"Dies ist eine Lesefassung .*? steht unter „Unterschriften“\.", "", head)
    begins = next(n for n, page in enumerate(plain) if n and page.startswith(headings[0]))
    text, _, behind = " ".join(plain[begins:]).partition(" Unterschriften ")
    annexes = [heading for heading in headings if heading.startswith("Anlage ")]
    own = [heading for heading in annexes if "Übersicht der Pflichten" not in heading]
    annex_text = behind[behind.index(own[0]) :] if own else ""
    for heading in set(annexes) - set(own):
        annex_text = annex_text.partition(heading)[0]
    return f"{content.title} {head} {text} {annex_text}"


def running_line(page: str, name: str) -> re.Match[str] | None:
    """Find what stands at the edge of every page."""
    named = rf"{re.escape(name)}(?:(?!{re.escape(name)})[^·])*"
    return re.search(rf"(?:{named} Lesefassung )?{named} · [^·]* · Prüfwert \w+ Seite \d+ von \d+$", page)
