"""What a person may do with one thread, beyond the table of permissions: the same answer for action and button."""

from agreements import policy
from agreements.choices import Addressee, Decision
from agreements.drafting.comments.locations import CommentLocation
from agreements.models import Instrument, Suggestion, Thread
from agreements.policy import YES, Verdict
from districts.models import User

LOCKED = (
    "Der Absatz ist im Mustertext gesperrt. Übernehmen lässt sich der Vorschlag erst, wenn eine begründete "
    "Abweichung festgehalten ist."
)
GONE = "Diesen Absatz gibt es nicht mehr. Der Wortlaut bleibt hier zum Nachlesen und Kopieren."


def addressees(user: User, instrument: Instrument) -> tuple[Addressee, ...]:
    """Return for whom the person may write there: a district always for both sides, nobody for no district."""
    if not policy.verdict(user, "draft.edit", instrument).allowed:
        return (Addressee.DISTRICT,)
    return (Addressee.TEAM,) if instrument.agreement.is_model else (Addressee.TEAM, Addressee.DISTRICT)


def answering(user: User, thread: Thread) -> Verdict:
    """Say whether she may go on with the conversation."""
    answer = policy.verdict(user, "comment.write", thread.instrument)
    if answer.allowed and thread.resolved_at:
        return Verdict(
            allowed=False, reason="Diese Anmerkung ist erledigt. Öffnen Sie sie wieder, um zu antworten."
        )
    return answer


def settling(user: User, thread: Thread) -> Verdict:
    """Say whether she may resolve the thread or open it again."""
    answer = policy.verdict(user, "comment.write", thread.instrument)
    hers = thread.opened_by_id == user.pk
    if answer.allowed and not hers and not policy.verdict(user, "draft.edit", thread.instrument).allowed:
        return Verdict(
            allowed=False,
            reason="Erledigen und wieder öffnen kann, wer die Anmerkung begonnen hat, und die Koordination.",
        )
    return answer


def suggesting(user: User, thread: Thread, *, gone: bool) -> Verdict:
    """Say whether she may suggest other words; only an open comment for the district opens its clause for that."""
    answer = policy.verdict(user, "suggestion.make", thread.instrument)
    if not answer.allowed:
        return answer
    if not thread.clause_key:
        return Verdict(
            allowed=False,
            reason="Andere Worte gibt es zu einem Absatz. Schreiben Sie zu dieser Pflicht eine Antwort.",
        )
    if thread.addressee != Addressee.DISTRICT:
        return Verdict(allowed=False, reason="Diese Anmerkung richtet sich nicht an den Bezirk.")
    if thread.resolved_at:
        return Verdict(allowed=False, reason="Diese Anmerkung ist erledigt; der Absatz ist wieder zu.")
    return Verdict(allowed=False, reason=GONE) if gone else YES


def accepting(user: User, suggestion: Suggestion, place: CommentLocation) -> Verdict:
    """Say whether she may make the suggestion the text of its clause as it stands."""
    answer = deciding(user, suggestion)
    if answer.allowed and place.gone:
        return Verdict(allowed=False, reason=GONE)
    if answer.allowed and place.locked:
        return Verdict(allowed=False, reason=LOCKED)
    return answer


def deciding(user: User, suggestion: Suggestion) -> Verdict:
    """Say whether she may accept or decline the suggestion."""
    answer = policy.verdict(user, "suggestion.decide", suggestion.thread.instrument)
    if answer.allowed and suggestion.decision != Decision.OPEN:
        return Verdict(allowed=False, reason=_decided(suggestion))
    return answer


def _decided(suggestion: Suggestion) -> str:
    return (
        f"Über diesen Vorschlag ist schon entschieden: {suggestion.get_decision_display()} "
        f"von {suggestion.decided_by}. Es wurde nichts geändert."
    )
