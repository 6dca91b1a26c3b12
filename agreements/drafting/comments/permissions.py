"""Permissions on a single thread that the table in `policy` cannot express; used by actions and pages."""

from agreements import policy
from agreements.choices import Addressee, Decision
from agreements.drafting.comments.locations import CommentLocation
from agreements.errors import ActionRefused
from agreements.models import Instrument, Suggestion, Thread
from agreements.policy import YES, Verdict
from districts.models import User

LOCKED = (
    "Der Absatz ist im Mustertext gesperrt. Übernehmen lässt sich der Vorschlag erst, wenn eine begründete "
    "Abweichung festgehalten ist."
)
GONE = "Diesen Absatz gibt es nicht mehr. Der Wortlaut bleibt hier zum Nachlesen und Kopieren."


def require_allowed(verdict: Verdict) -> None:
    """Raise ActionRefused with the reason of a negative verdict."""
    if not verdict.allowed:
        raise ActionRefused(verdict.reason)


def allowed_addressees(user: User, instrument: Instrument) -> tuple[Addressee, ...]:
    """Return the addressees a user may choose: a district writes to both sides, a model text has no district."""
    if not policy.verdict(user, "draft.edit", instrument).allowed:
        return (Addressee.DISTRICT,)
    return (Addressee.TEAM,) if instrument.agreement.is_model else (Addressee.TEAM, Addressee.DISTRICT)


def answer_verdict(user: User, thread: Thread) -> Verdict:
    """Return whether the user may comment in the thread."""
    answer = policy.verdict(user, "comment.write", thread.instrument)
    if answer.allowed and thread.resolved_at:
        return Verdict(
            allowed=False, reason="Diese Anmerkung ist erledigt. Öffnen Sie sie wieder, um zu antworten."
        )
    return answer


def resolve_verdict(user: User, thread: Thread) -> Verdict:
    """Return whether the user may resolve or reopen the thread."""
    answer = policy.verdict(user, "comment.write", thread.instrument)
    own = thread.opened_by_id == user.pk
    if answer.allowed and not own and not policy.verdict(user, "draft.edit", thread.instrument).allowed:
        return Verdict(
            allowed=False,
            reason="Erledigen und wieder öffnen kann, wer die Anmerkung begonnen hat, und die Koordination.",
        )
    return answer


def suggest_verdict(user: User, thread: Thread, *, gone: bool) -> Verdict:
    """Return whether the user may suggest a wording: only in an open thread on a clause for the district."""
    answer = policy.verdict(user, "suggestion.make", thread.instrument)
    if not answer.allowed:
        return answer
    if not thread.clause_key:
        return Verdict(
            allowed=False,
            reason="Einen anderen Wortlaut können Sie nur zu einem Absatz vorschlagen. Schreiben Sie zu dieser Pflicht bitte eine Antwort.",
        )
    if thread.addressee != Addressee.DISTRICT:
        return Verdict(allowed=False, reason="Diese Anmerkung richtet sich nicht an den Bezirk.")
    if thread.resolved_at:
        return Verdict(
            allowed=False,
            reason="Diese Anmerkung ist erledigt. Öffnen Sie sie wieder, um etwas vorzuschlagen.",
        )
    return Verdict(allowed=False, reason=GONE) if gone else YES


def accept_verdict(user: User, suggestion: Suggestion, place: CommentLocation) -> Verdict:
    """Return whether the user may apply the suggestion to the current clause."""
    answer = decide_verdict(user, suggestion)
    if answer.allowed and place.gone:
        return Verdict(allowed=False, reason=GONE)
    if answer.allowed and place.locked:
        return Verdict(allowed=False, reason=LOCKED)
    return answer


def decide_verdict(user: User, suggestion: Suggestion) -> Verdict:
    """Return whether the user may accept or decline the suggestion."""
    answer = policy.verdict(user, "suggestion.decide", suggestion.thread.instrument)
    if answer.allowed and suggestion.decision != Decision.OPEN:
        return Verdict(allowed=False, reason=_decided(suggestion))
    return answer


def _decided(suggestion: Suggestion) -> str:
    return (
        f"Über diesen Vorschlag ist schon entschieden: {suggestion.get_decision_display()} "
        f"von {suggestion.decided_by}. Es wurde nichts geändert."
    )
