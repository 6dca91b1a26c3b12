"""Who decides about a request, and until when; which role that is says the table in `policy`."""

from datetime import datetime

from agreements.policy import YES, Verdict, verdict
from districts.four_eyes_choices import Deed, RequestOutcome
from districts.models import FourEyesRequest, User

UNCHANGED = "Es wurde nichts geändert."
OWN = "Sie haben das selbst beantragt: Entscheiden kann nur jemand anderes aus der Administration."
ABOUT_ONESELF = "Es geht um Ihr eigenes Konto: Bestätigen kann nur jemand anderes aus der Administration."
EXPIRED = "Der Antrag ist verfallen. Soll es noch geschehen, stellen Sie ihn bitte neu."
ASKER_LEFT = (
    "Wer das beantragt hat, gehört nicht mehr zur Administration. Lehnen Sie den Antrag ab; soll es noch geschehen, stellen "
    "Sie bitte einen neuen."
)


def is_about_oneself(deed: Deed, account: int | None, reader: User) -> bool:
    """Whether the reader would confirm a deed to her own account; to giving up the role she may agree."""
    return account == reader.pk and deed != Deed.TAKE_ADMIN


def is_open(request: FourEyesRequest, at: datetime) -> bool:
    return not request.outcome and at < request.expires_at


def confirm_verdict(request: FourEyesRequest, reader: User, at: datetime) -> Verdict:
    """Whether the reader may confirm: who asked for it must belong to the administration still."""
    answer = decline_verdict(request, reader, at)
    if not answer.allowed:
        return answer
    if is_about_oneself(Deed(request.deed), request.person_id, reader):
        return _no(ABOUT_ONESELF)
    assert request.asked_by is not None  # noqa: S101  the constraint says so of what is open
    return YES if verdict(request.asked_by, "four_eyes.ask").allowed else _no(ASKER_LEFT)


def decline_verdict(request: FourEyesRequest, reader: User, at: datetime) -> Verdict:
    """Whether the reader may decline: anybody of the administration but who asked for it."""
    answer = _open_verdict(request, reader, at)
    if answer.allowed and request.asked_by_id == reader.pk:
        return _no(OWN)
    return answer


def withdraw_verdict(request: FourEyesRequest, reader: User, at: datetime) -> Verdict:
    answer = _open_verdict(request, reader, at)
    if answer.allowed and request.asked_by_id != reader.pk:
        return _no("Zurückziehen kann den Antrag nur, wer ihn gestellt hat.")
    return answer


def _open_verdict(request: FourEyesRequest, reader: User, at: datetime) -> Verdict:
    answer = verdict(reader, "four_eyes.decide")
    if not answer.allowed:
        return answer
    if request.outcome:
        return _no(f"Der Antrag ist schon {RequestOutcome(request.outcome).label}.")
    return YES if is_open(request, at) else _no(EXPIRED)


def _no(reason: str) -> Verdict:
    return Verdict(allowed=False, reason=f"{reason} {UNCHANGED}")
