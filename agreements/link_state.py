"""The state of a signing link, derived on every request, so that no link can outlive its reason."""

from datetime import datetime
from enum import StrEnum

from agreements.choices import Status
from agreements.models import Declining, SignatoryAddress, Signature, SigningLink


class LinkState(StrEnum):
    """The state of a link, with the German sentence shown to its visitor."""

    LIVE = "Der Link gilt."
    SIGNED = "Zu diesem Link ist eine Unterschrift oder Bestätigung festgehalten. Damit hat er seinen Zweck erfüllt."
    WITHDRAWN = "Die Urkunde wurde zurückgezogen. Es gibt nichts mehr zu unterzeichnen."
    CONCLUDED = "Die Urkunde ist abgeschlossen. Weitere Unterschriften werden nicht mehr festgehalten."
    OUTDATED = (
        "Die Fassung zu diesem Link liegt nicht mehr zur Zeichnung vor. Bitte unterzeichnen Sie sie nicht. "
        "Zu einer neuen Fassung erhalten Sie einen neuen Link."
    )
    READDRESSED = "Dieser Link wurde an eine Adresse gesendet, die nicht mehr gilt."
    EXPIRED = "Dieser Link ist abgelaufen."


def link_state(link: SigningLink, at: datetime) -> LinkState:
    """Return the state at a moment. Select `version__instrument` with the link."""
    instrument = link.version.instrument
    if Signature.objects.filter(signatory=link.signatory_id, version=link.version_id).exists():
        return LinkState.SIGNED
    if instrument.status == Status.WITHDRAWN:
        return LinkState.WITHDRAWN
    if instrument.frozen_version_id != link.version_id:
        return LinkState.OUTDATED
    if instrument.status != Status.SIGNING:
        return LinkState.CONCLUDED
    current = SignatoryAddress.objects.filter(signatory=link.signatory_id).values_list("email", flat=True)
    if current.first() != link.address:
        return LinkState.READDRESSED
    return LinkState.EXPIRED if at >= link.expires_at else LinkState.LIVE


def has_declined(link: SigningLink) -> bool:
    """Return whether the signatory has declined the version; she may still sign."""
    return Declining.objects.filter(signatory=link.signatory_id, version=link.version_id).exists()
