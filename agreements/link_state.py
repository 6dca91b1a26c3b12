"""Whether a link still opens anything: asked of what stands today, never stored. So it cannot be forgotten to die."""

from datetime import datetime
from enum import StrEnum

from agreements.choices import Status
from agreements.models import Declining, SignatoryAddress, Signature, SigningLink


class LinkState(StrEnum):
    """What became of a link, in words for whoever follows it."""

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
    """Return what a link is worth at a moment. Its version's instrument and its signatory are best fetched along."""
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
    """Say whether the person of a link has declined its version; she may still change her mind."""
    return Declining.objects.filter(signatory=link.signatory_id, version=link.version_id).exists()
