"""What the reader's role does next with an instrument: a title, a sentence, and the ways there, the first one foremost."""

from dataclasses import dataclass

from django.urls import reverse

from agreements import policy
from agreements.choices import Status
from agreements.dossier.signatories import SignatoryRow, waiting_words
from agreements.models import Instrument
from districts.models import User
from districts.policy import role_scope
from districts.roles import DISTRICT_ROLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    title: str
    text: str
    ways: tuple[Way, ...] = ()


def next_step(
    user: User,
    instrument: Instrument,
    rows: tuple[SignatoryRow, ...],
    *,
    complete: bool,
    differing: int,
) -> NextStep:
    """Return it; `differing` counts where text and obligations do not say the same."""
    coordinates = policy.verdict(user, "agreement.create").allowed
    match Status(instrument.status):
        case Status.DRAFT | Status.REVIEW if coordinates:
            return _drafting(instrument, complete=complete, differing=differing)
        case Status.DRAFT | Status.REVIEW:
            return NextStep(
                title="Lesen und Rückmeldung geben",
                text="Der Text wird noch abgestimmt. Die Koordination nimmt Rückmeldungen auf.",
                ways=_reviewing(user, instrument),
            )
        case Status.SIGNING:
            title, text = waiting_words(rows, coordinates=coordinates)
            return NextStep(title=title, text=text, ways=_signing(user, instrument, rows))
        case Status.SIGNED if coordinates:
            return NextStep(
                title="Umsetzung begleiten",
                text="Alle erforderlichen Unterschriften liegen vor. Der Text ist unveränderlich.",
                ways=_tracking(user, instrument),
            )
        case Status.SIGNED:
            return NextStep(
                title="Pflichten im Blick behalten",
                text=f"Der {instrument.kind_word} ist unterzeichnet. Was ansteht, zeigt die Liste der Pflichten.",
                ways=_tracking(user, instrument),
            )
        case _:
            return NextStep(
                title="Nichts zu tun",
                text="Diese Urkunde wurde zurückgezogen. Sie bleibt zum Nachlesen erhalten.",
            )


def _drafting(instrument: Instrument, *, complete: bool, differing: int) -> NextStep:
    if not complete:
        return NextStep(
            title="Angaben ergänzen",
            text="Vor dem Festschreiben fehlt noch etwas; die Liste steht gleich hier.",
        )
    if differing:
        where = "An einer Stelle" if differing == 1 else f"An {differing} Stellen"
        return NextStep(
            title="Text und Pflichten abgleichen",
            text=f"{where} sagen Text und Pflichten nicht dasselbe. Vor dem Festschreiben ist das zu berichtigen oder zu bestätigen.",
            ways=(Way(label="Abgleichen", url=reverse("discrepancy_list", args=[instrument.pk])),),
        )
    return NextStep(
        title="Abstimmen und festschreiben",
        text="Der Text ist vollständig und kann zur Zeichnung festgeschrieben werden.",
    )


def _reviewing(user: User, instrument: Instrument) -> tuple[Way, ...]:
    ways = [Way(label="Text lesen", url="#text")]
    if policy.verdict(user, "comment.read", instrument).allowed:
        ways.append(Way(label="Anmerkungen", url=reverse("thread_list", args=[instrument.pk])))
    if policy.verdict(user, "clearance.answer", instrument).allowed:
        ways.append(Way(label="Mitzeichnung", url=reverse("clearance_detail", args=[instrument.pk])))
    return tuple(ways)


def _signing(user: User, instrument: Instrument, rows: tuple[SignatoryRow, ...]) -> tuple[Way, ...]:
    """Return how the next missing signature is obtained; who only reads goes to those who sign."""
    waiting = next((row for row in rows if row.person.required and not row.signature), None)
    if waiting is None or not waiting.verdict.allowed:
        return (Way(label="Wer noch unterzeichnet", url=instrument.page_url("signing")),)
    return (
        Way(label=f"Unterschrift festhalten: {waiting.person.name}", url=waiting.record_url),
        Way(label="Per Link einladen", url=reverse("link_list", args=[instrument.pk])),
        Way(label="Signiertes PDF hochladen", url=reverse("signed_file_new", args=[instrument.pk])),
    )


def _tracking(user: User, instrument: Instrument) -> tuple[Way, ...]:
    district = instrument.agreement.district
    own = role_scope(user).all_roles & DISTRICT_ROLES
    obligations = reverse("obligation_list") + (f"?bezirk={district.slug}" if district and not own else "")
    release = reverse("release_detail", args=[instrument.agreement_id])
    return (Way(label="Zu den Pflichten", url=obligations), Way(label="Freistellung", url=release))
