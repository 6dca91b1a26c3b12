"""View models of the page of one thread."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from agreements import policy
from agreements.choices import Addressee, Decision
from agreements.drafting.comments.locations import CommentLocation, locations_in
from agreements.drafting.comments.permissions import (
    accept_verdict,
    answer_verdict,
    decide_verdict,
    resolve_verdict,
    suggest_verdict,
)
from agreements.drafting.comments.suggestion_diff import SuggestionDiff, diff_html, suggestion_diff
from agreements.drafting.comparison.html import visible_text
from agreements.models import Comment, Instrument, Suggestion, Thread
from agreements.policy import Verdict
from agreements.texts.assembly import placeholder_values, raw_copy
from agreements.texts.filling import fill_clause
from agreements.texts.token_words import token_words
from agreements.tokens import TOKEN
from agreements.tones import Tone
from districts.models import User

TONES = {Decision.OPEN: Tone.ACTIVE, Decision.ACCEPTED: Tone.GOOD, Decision.DECLINED: Tone.STOPPED}


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentView:
    """A comment; `asks` holds the names of the mentioned people."""

    row: Comment
    text: str
    asks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionView:
    """A suggestion with its differences and the verdicts on accepting and deciding it."""

    row: Suggestion
    text: str
    diff: SuggestionDiff
    accept: Verdict
    decide: Verdict

    @property
    def is_open(self) -> bool:
        return self.row.decision == Decision.OPEN

    @property
    def tone(self) -> Tone:
        return TONES[Decision(self.row.decision)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadView:
    """The page of one thread; `changed` marks the changes of the clause since the thread was opened."""

    thread: Thread
    place: CommentLocation
    place_url: str
    quote: str
    changed: SafeString | None
    comments: tuple[CommentView, ...]
    suggestions: tuple[SuggestionView, ...]
    answer: Verdict
    resolve: Verdict
    suggest: Verdict
    accepts_suggestions: bool
    tone: Tone
    state_label: str

    @property
    def title(self) -> str:
        return f"Anmerkung: {self.place.label}" if self.place.gone else f"Anmerkung zu {self.place.label}"


def text_url(user: User, instrument: Instrument, anchor: str = "") -> str:
    """Return the URL of the text: the editor for those who may edit it, else the page of the agreement."""
    writes = policy.verdict(user, "draft.edit", instrument).allowed
    if writes or instrument.agreement.is_model:
        address = reverse("draft_edit", args=[instrument.pk])
    else:
        address = instrument.page_url("text")
        anchor = "text" if anchor == "pflichten" else anchor
    return f"{address}#{anchor}" if anchor else address


def thread_view(user: User, thread: Thread) -> ThreadView:
    """Return the view model of a thread, in a fixed number of queries."""
    instrument = thread.instrument
    place = locations_in(instrument).of(thread)
    rows = thread.comments.select_related("made_by").prefetch_related("mentions__person")
    suggestions = thread.suggestions.select_related("made_by", "decided_by").order_by("-made_at", "-pk")
    suggest = suggest_verdict(user, thread, gone=place.gone)
    resolved = thread.resolved_at is not None
    return ThreadView(
        thread=thread,
        place=place,
        place_url=text_url(user, instrument, place.anchor),
        quote=readable(instrument, thread.quote),
        changed=None if place.gone or place.text == thread.quote else diff_html(thread.quote, place.text),
        comments=tuple(_comment(row) for row in rows),
        suggestions=tuple(_suggestion(user, thread, row, place) for row in suggestions),
        answer=answer_verdict(user, thread),
        resolve=resolve_verdict(user, thread),
        suggest=suggest,
        accepts_suggestions=bool(thread.clause_key) and thread.addressee == Addressee.DISTRICT,
        tone=Tone.GOOD if resolved else Tone.ACTIVE,
        state_label="erledigt" if resolved else "offen",
    )


def readable(instrument: Instrument, text: str) -> str:
    """Return the text of a clause as it is printed, with visible codes for invisible characters."""
    words = token_words(raw_copy(instrument)) if TOKEN.search(text) else str
    return visible_text(fill_clause(text, placeholder_values(instrument), words))


def _comment(row: Comment) -> CommentView:
    names = sorted(str(mention.person) for mention in row.mentions.all())
    return CommentView(row=row, text=visible_text(row.text), asks=", ".join(names))


def _suggestion(user: User, thread: Thread, row: Suggestion, place: CommentLocation) -> SuggestionView:
    row.thread = thread
    today = place.text if row.decision == Decision.OPEN else ""
    return SuggestionView(
        row=row,
        text=row.text,
        diff=suggestion_diff(row.base, today, row.text),
        accept=accept_verdict(user, row, place),
        decide=decide_verdict(user, row),
    )
