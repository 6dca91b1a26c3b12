"""What the page of one thread shows."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from agreements import policy
from agreements.choices import Addressee, Decision
from agreements.content import fill
from agreements.drafting.comments.locations import CommentLocation, places_of
from agreements.drafting.comments.permissions import accepting, answering, deciding, settling, suggesting
from agreements.drafting.comments.suggestion_diff import SuggestionDiff, marks, suggestion_diff_of
from agreements.drafting.comparison.html import shown
from agreements.models import Comment, Instrument, Suggestion, Thread
from agreements.policy import Verdict
from agreements.texts.assembly import placeholder_values
from agreements.tones import Tone
from districts.models import User

TONES = {Decision.OPEN: Tone.ACTIVE, Decision.ACCEPTED: Tone.GOOD, Decision.DECLINED: Tone.STOPPED}


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentView:
    """One contribution with whom it asks."""

    row: Comment
    text: str
    asks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionView:
    """A suggestion with its marks, and who may decide it."""

    row: Suggestion
    text: str
    ways: SuggestionDiff
    accept: Verdict
    decide: Verdict

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided it yet."""
        return self.row.decision == Decision.OPEN

    @property
    def tone(self) -> Tone:
        """How the decision is to be taken."""
        return TONES[Decision(self.row.decision)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadView:
    """The page of one thread; `changed` marks what became of the text since it began."""

    thread: Thread
    place: CommentLocation
    place_url: str
    quote: str
    changed: SafeString | None
    comments: tuple[CommentView, ...]
    suggestions: tuple[SuggestionView, ...]
    answer: Verdict
    settle: Verdict
    suggest: Verdict
    takes_suggestions: bool
    tone: Tone
    state_label: str

    @property
    def title(self) -> str:
        """What the page is called."""
        return f"Anmerkung: {self.place.label}" if self.place.gone else f"Anmerkung zu {self.place.label}"


def back_to(user: User, instrument: Instrument, anchor: str = "") -> str:
    """Return the address of the text: the editor for who writes it, else the page of the contract."""
    writes = policy.verdict(user, "draft.edit", instrument).allowed
    if writes or instrument.agreement.is_model:
        address = reverse("draft_edit", args=[instrument.pk])
    else:
        address = reverse("agreement_detail", args=[instrument.agreement_id])
        anchor = "text" if anchor == "pflichten" else anchor
    return f"{address}#{anchor}" if anchor else address


def thread_view(user: User, thread: Thread) -> ThreadView:
    """Return the page of a thread, in a fixed number of queries."""
    instrument = thread.instrument
    place = places_of([instrument.pk])[instrument.pk].of(thread)
    rows = thread.comments.select_related("made_by").prefetch_related("mentions__person")
    offers = thread.suggestions.select_related("made_by", "decided_by").order_by("-made_at", "-pk")
    suggest = suggesting(user, thread, gone=place.gone)
    resolved = thread.resolved_at is not None
    return ThreadView(
        thread=thread,
        place=place,
        place_url=back_to(user, instrument, place.anchor),
        quote=read(instrument, thread.quote),
        changed=None if place.gone or place.text == thread.quote else marks(thread.quote, place.text),
        comments=tuple(_comment(row) for row in rows),
        suggestions=tuple(_suggestion(user, thread, row, place) for row in offers),
        answer=answering(user, thread),
        settle=settling(user, thread),
        suggest=suggest,
        takes_suggestions=bool(thread.clause_key) and thread.addressee == Addressee.DISTRICT,
        tone=Tone.GOOD if resolved else Tone.ACTIVE,
        state_label="erledigt" if resolved else "offen",
    )


def read(instrument: Instrument, text: str) -> str:
    """Return a text as people read it: placeholders filled, letters that nobody sees by their code."""
    return shown(fill(text, placeholder_values(instrument)))


def _comment(row: Comment) -> CommentView:
    asked = sorted(str(mention.person) for mention in row.mentions.all())
    return CommentView(row=row, text=shown(row.text), asks=", ".join(asked))


def _suggestion(user: User, thread: Thread, row: Suggestion, place: CommentLocation) -> SuggestionView:
    row.thread = thread
    today = place.text if row.decision == Decision.OPEN else ""
    return SuggestionView(
        row=row,
        text=row.text,
        ways=suggestion_diff_of(row.base, today, row.text),
        accept=accepting(user, row, place),
        decide=deciding(user, row),
    )
