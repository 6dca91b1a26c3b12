"""What all pages of an agreement, or of an amendment, begin with: name, state, and the way to each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse

from agreements.choices import Status
from agreements.dossier.agreement_pages.subject import PageSubject
from agreements.models import Instrument
from agreements.state import AgreementState, agreement_state, last_day, pending_extension
from agreements.texts.wording import date_words
from agreements.tones import Tone

RUNNING = frozenset({AgreementState.IN_FORCE, AgreementState.EXPIRING})


class PageName(StrEnum):
    """The pages of an agreement; the value is the last part of the names of their addresses."""

    FIRST = "detail"
    TEXT = "text"
    DOCUMENTS = "documents"
    SIGNING = "signing"
    HISTORY = "history"


# what was once on one page: the ids in addresses that people have written down, by the page that shows it now
FORMER_IDS = {
    PageName.TEXT: "text absatz- abschnitt- fussnote- anmerkungen kuenftig",
    PageName.DOCUMENTS: "dokumente original siegel landesarchiv",
    PageName.SIGNING: "unterzeichnende mitzeichnung",
    PageName.HISTORY: "geschichte beschluesse",
}
FORMER_IDS_OF_AMENDMENT = {PageName.TEXT: "kuenftig absatz-"}  # what is printed stays on its first page


@dataclass(frozen=True, slots=True, kw_only=True)
class SubPage:
    """A page in the sub-navigation; `former` are ids of what it shows, a trailing „-“ stands for all that begin so."""

    label: str
    url: str
    current: bool
    former: str = ""

    @property
    def anchor(self) -> str:
        """The first of these ids: on other pages the link itself has it, so that an old address finds it."""
        return "" if self.current else self.former.partition(" ")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    tone: Tone
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHead:
    title: str
    kicker: str
    states: tuple[PageState, ...]
    pages: tuple[SubPage, ...]
    crumbs: tuple[tuple[str, str], ...]
    name: PageName

    @property
    def is_first(self) -> bool:
        return self.name == PageName.FIRST

    @property
    def label(self) -> str:
        """The name of this page, empty for the first one."""
        return "" if self.is_first else next((page.label for page in self.pages if page.current), "")


def page_url(subject: PageSubject, name: PageName) -> str:
    """Return the address of one of the pages."""
    if subject.instrument:
        return subject.instrument.page_url(name)
    return reverse(f"agreement_{name}", args=[subject.agreement.pk])


def has_text_page(subject: PageSubject) -> bool:
    """Whether the text is not on the first page: it is there before the signature, and the printed text of an amendment."""
    return subject.amendment.is_editable if subject.amendment else subject.is_signed_contract


def page_head(subject: PageSubject, name: PageName, *, unsealed: bool = False) -> PageHead:
    """Return it; `unsealed` says that a seal is still to come."""
    amendment, agreement = subject.amendment, subject.agreement
    pages = tuple(_pages(subject, name))
    return PageHead(
        title=amendment.name if amendment else str(agreement.district),
        kicker=str(agreement) if amendment else f"Kooperationsvertrag {agreement.reference}",
        states=(
            *(_amendment_states(amendment) if amendment else _states(subject)),
            *((PageState(tone=Tone.ATTENTION, words="Siegel ausstehend"),) if unsealed else ()),
        ),
        pages=pages,
        crumbs=tuple(_crumbs(subject, pages)),
        name=name,
    )


def _crumbs(subject: PageSubject, pages: Sequence[SubPage]) -> Iterator[tuple[str, str]]:
    """Yield the way back up, label and address; this page itself has none."""
    yield "Verträge", reverse("agreement_list")
    amendment, first = subject.amendment, pages[0]
    if amendment:
        yield str(subject.agreement), reverse("agreement_detail", args=[subject.agreement.pk])
    yield amendment.name if amendment else str(subject.agreement), "" if first.current else first.url
    if not first.current:
        yield next((page.label for page in pages if page.current), ""), ""


def _pages(subject: PageSubject, current: PageName) -> Iterator[SubPage]:
    labels = {
        PageName.FIRST: _first_label(subject),
        PageName.TEXT: "Künftiger Text" if subject.amendment else "Text",
        PageName.DOCUMENTS: "Dokumente",
        PageName.SIGNING: "Unterzeichnung",
        PageName.HISTORY: "Geschichte",
    }
    if not has_text_page(subject):
        del labels[PageName.TEXT]
    if subject.made_here is None:
        del labels[PageName.SIGNING]
    for name, label in labels.items():
        former = FORMER_IDS.get(name, "")
        yield SubPage(
            label=label,
            url=page_url(subject, name),
            current=name == current,
            former=FORMER_IDS_OF_AMENDMENT.get(name, former) if subject.amendment else former,
        )


def _first_label(subject: PageSubject) -> str:
    if subject.amendment:
        return "Nachtrag"
    return "Stand" if subject.is_signed_contract or subject.instrument is None else "Stand und Text"


def _states(subject: PageSubject) -> Iterator[PageState]:
    facts, contract, day = subject.facts, subject.contract, subject.as_of
    state = agreement_state(facts, day)
    end = last_day(facts, day) if facts else None
    until = f" bis {date_words(end)}" if state in RUNNING and end else ""
    if facts is None or contract is None:
        yield PageState(tone=state.tone, words=state.label)
        return
    if contract.status != Status.SIGNED:
        yield PageState(tone=contract.status_tone, words=contract.get_status_display())
        return
    yield PageState(tone=state.tone, words=f"{state.label}{until}")
    if extension := pending_extension(facts, None, day):
        yield PageState(tone=Tone.ATTENTION, words=f"kündbar bis {date_words(extension.last_notice_on)}")
    if contract.made_elsewhere:
        yield PageState(tone=Tone.NEUTRAL, words="andernorts geschlossen")
    elif facts.signed_on:
        yield PageState(tone=Tone.NEUTRAL, words=f"unterzeichnet am {date_words(facts.signed_on)}")


def _amendment_states(instrument: Instrument) -> Iterator[PageState]:
    yield PageState(tone=instrument.status_tone, words=instrument.get_status_display())
