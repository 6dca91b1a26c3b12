"""The text of a signed contract, with what has become of each place; of an amendment in work the text it leads to."""

from dataclasses import dataclass

from agreements.dossier.agreement_pages.subject import PageSubject
from agreements.drafting.comments.thread_lists import CommentsPanel, comments_panel
from agreements.drafting.model_texts.deviations import reasons_for
from agreements.models import Instrument
from agreements.rendering.document_view import DocumentView, document_view
from agreements.rendering.frozen_html import frozen_view
from agreements.texts.amended_text import content_of_version
from agreements.texts.assembly import draft_text
from agreements.texts.transcript import transcript_words
from agreements.tracking.marked_obligations import ObligationMarks, obligation_marks


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPage:
    """`notice` says of a transcript that it is none but that."""

    document: DocumentView
    notice: str
    comments: CommentsPanel | None
    reasons: dict[str, str]
    marks: ObligationMarks | None


def text_page(subject: PageSubject, instrument: Instrument) -> TextPage:
    user = subject.user
    comments = comments_panel(user, instrument) if subject.made_here else None
    reasons = reasons_for(user, instrument)
    if instrument.is_editable:
        document = document_view(draft_text(instrument).whole)
        return TextPage(document=document, notice="", comments=comments, reasons=reasons, marks=None)
    content = content_of_version(instrument)
    return TextPage(
        document=frozen_view(content),
        notice=transcript_words(content),
        comments=comments,
        reasons=reasons,
        marks=obligation_marks(user, content, instrument, subject.as_of),
    )
